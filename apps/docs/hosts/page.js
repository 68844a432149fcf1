import { conv2d, ones, status } from "./standalone.js";

const y = conv2d(ones([1, 1, 4, 4]), ones([1, 1, 3, 3]));
document.querySelector("output").textContent = `${y} by ${status().backend}`;
