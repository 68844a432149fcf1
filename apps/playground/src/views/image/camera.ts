// One still of the camera. It stays in the page, and the camera goes off at once.
import { contextOf, pngBlob, unseenCanvas } from "../../canvas.ts";

/** Takes a still; throws what the browser throws where it may not, or cannot. */
export async function still(): Promise<Blob> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: 1024 } } });
  try {
    const video = document.createElement("video");
    video.muted = true;
    video.srcObject = stream;
    await video.play();
    const canvas = unseenCanvas(video.videoWidth, video.videoHeight);
    contextOf(canvas).drawImage(video, 0, 0);
    return await pngBlob(canvas);
  } finally {
    for (const track of stream.getTracks()) track.stop();
  }
}

/** Why there is no still, for a person. */
export function refusalOf(error: unknown): string {
  if (navigator.mediaDevices === undefined)
    return "The browser gives the camera to pages of https and localhost alone.";
  switch (error instanceof DOMException ? error.name : "") {
    case "NotAllowedError":
      return "The browser keeps the camera from this page. Its address bar is where one allows it; a photograph from a file works without.";
    case "NotFoundError":
      return "There is no camera here. A photograph from a file works without.";
    default:
      return "The camera does not answer; perhaps another program holds it.";
  }
}
