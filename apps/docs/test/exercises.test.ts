// Every exercise takes the right answers, and has a sentence for wrong ones.
import { describe, expect, it } from "vitest";
import { type ChapterName, chapters } from "../src/course/chapters.ts";
import { judge } from "../src/course/exercises.ts";
import { type Language, words } from "../src/words/languages.ts";

const answers: Readonly<Record<ChapterName, { right: readonly number[][]; wrong: readonly number[][] }>> = {
  convolution: { right: [[-4]], wrong: [[4], [0]] },
  "kernel-matrix": {
    right: [[16, 36, 144]],
    wrong: [
      [36, 16, 144],
      [16, 36, 576],
    ],
  },
  transposed: {
    right: [[6, 1, 9]],
    wrong: [
      [2, 1, 9],
      [6, 9, 9],
      [6, 1, 4],
    ],
  },
  stride: {
    right: [[2, 1, 1]],
    wrong: [
      [1, 1, 0],
      [2, 1, 0],
      [2, 0, 1],
      [0, 1, 0],
      [2, 1, 2],
    ],
  },
  dilation: {
    right: [[9, 4]],
    wrong: [
      [12, 4],
      [3, 4],
      [9, 1],
    ],
  },
  groups: {
    right: [[18432, 576]],
    wrong: [
      [576, 576],
      [18432, 288],
    ],
  },
  gradients: {
    right: [[1, 9]],
    wrong: [
      [9, 9],
      [1, 1],
    ],
  },
};

describe.each(Object.keys(chapters) as ChapterName[])("%s", (name) => {
  describe.each(Object.keys(words) as Language[])("in %s", (lang) => {
    const says = words[lang].exercises;

    it.each(answers[name].right.map((numbers) => [numbers]))("takes %j", (numbers) => {
      expect(numbers).toHaveLength(says[name].fields.length);
      expect(judge(name, numbers, says)).toEqual({ right: true, sentence: says[name].praise });
    });

    it.each(answers[name].wrong.map((numbers) => [numbers]))("refuses %j", (numbers) => {
      expect(judge(name, numbers, says)).toMatchObject({ right: false, sentence: expect.stringMatching(/./) });
    });
  });
});
