// What figures, exercises and snippets say in English.
import { english as figure } from "@toeplitz/figures";
import type { PageWords } from "./languages.ts";

export const english: PageWords = {
  figure,
  turns: {
    size: "input size",
    channels: "channels",
    groups: "groups",
    stride: "stride",
    padding: "padding",
    outputPadding: "output padding",
    dilation: "dilation",
    depth: "depth",
    height: "height",
    width: "width",
    channelsIn: "in",
    channelsOut: "out",
  },
  around: {
    direction: "Direction",
    convolution: "Convolution",
    transposed: "Transposed",
    gradient: "Gradient",
    sum: "the sum",
    ofInput: "gradient of x",
    ofWeight: "gradient of w",
    matrix: "Matrix",
    colourBy: "Colour by",
    byWeight: "by weight",
    byWeightTitle: "each kernel position has its own hue",
    byValue: "by value",
    byValueTitle: "blue below zero, orange above",
    tooMany: "Too many to draw one by one.",
    how: "Point at a cell, click to keep it, type to change its number.",
    playground: "This state in the playground",
    entries: (count) => `${count} entries`,
  },
  exercise: {
    check: "Check",
    right: "Right.",
    wrong: "Not yet.",
    incomplete: "A whole number belongs into each field.",
  },
  exercises: {
    convolution: {
      question:
        "The image is [[1, 2, 0], [0, 1, 3], [2, 0, 1]], the kernel [[1, 0, -1], [2, 0, -2], [1, 0, -1]]. One number comes out. Which?",
      fields: ["y[0, 0]"],
      praise: "Nine products, one sum. Nothing was turned round on the way.",
      hints: {
        turned: "That turns the kernel round first, as mathematics does. PyTorch lays it down as it is.",
        products: "Multiply each number by the one in the same place of the kernel, and add up all nine.",
      },
    },
    "kernel-matrix": {
      question:
        "A 3 × 3 kernel goes over a 6 × 6 image, without padding. How large is K, and how many of its entries are not zero?",
      fields: ["rows", "columns", "entries"],
      praise: "Nine in each row, and all the rest is zero.",
      hints: {
        rows: "One row for each output: how many places has the kernel?",
        columns: "One column for each number of the image.",
        entries: "Each row holds the whole kernel once.",
      },
    },
    transposed: {
      question:
        "A transposed convolution with a 3 × 3 kernel of ones takes a 4 × 4 image of ones. How high is what comes out, what stands in its corner, and what in its middle?",
      fields: ["height", "corner", "middle"],
      praise: "Each number stamps the kernel, and where stamps overlap they add up.",
      hints: {
        height: "The convolution that it turns over makes 4 out of this.",
        corner: "How many stamps reach the corner?",
        middle: "Nine stamps, or fewer?",
      },
    },
    stride: {
      question:
        "Find a stride and a padding with which a kernel of 3 makes 14 out of 28, and the outputPadding with which the transposed convolution comes back to 28.",
      fields: ["stride", "padding", "outputPadding"],
      praise: "28 becomes 14, and 14 becomes 28 again.",
      hints: {},
      narrow: (size) => `With these, 28 becomes ${size}.`,
      wide: (size) => `28 becomes 14; but 14 comes back as ${size}.`,
    },
    dilation: {
      question:
        "A 3 × 3 kernel with dilation 4: what is the smallest image that it fits on, and which padding makes an output as large as the image?",
      fields: ["height of the image", "padding"],
      praise: "Two gaps of 4 and one more: 9. Half of what it spans, on either side, keeps the size.",
      hints: {},
      places: (count) => `That leaves ${count} places for the kernel, and the smallest image has one.`,
      same: (size) => `The image fits. With this padding 32 becomes ${size}.`,
    },
    groups: {
      question:
        "A 3 × 3 layer takes 32 channels to 64, without bias. How many weights has it in one group, and how many when depthwise?",
      fields: ["in one group", "depthwise"],
      praise: "Depthwise has one 32nd of them.",
      hints: {
        one: "Each of the 64 outputs sees 32 channels, through nine weights each.",
        depthwise: "Each of the 64 outputs sees one channel.",
      },
    },
    gradients: {
      question:
        "A 3 × 3 kernel of ones goes over a 5 × 5 image, and the gradient that comes back is 1 everywhere. What is the gradient of the image in its corner, and in its middle?",
      fields: ["corner", "middle"],
      praise: "A number's gradient counts the sums that it went into, each by its weight.",
      hints: {
        corner: "How many outputs was the corner part of?",
        middle: "How many outputs was the middle part of?",
      },
    },
  },
  snippet: {
    run: "Run",
    stop: "Stop",
    edit: "Edit",
    reset: "Reset",
    code: "Code",
    prints: "Printed",
    running: "Running…",
    nothing: "Nothing was printed.",
    stopped: "Stopped.",
    untouched: "What it prints:",
    done: (milliseconds) => `Ran in your browser, in ${milliseconds} ms:`,
    late: (seconds) => `Stopped: not done after ${seconds} seconds.`,
    line: (number) => `Line ${number}: `,
  },
};
