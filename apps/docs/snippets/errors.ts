import { conv2d, ones, ToeplitzError } from "toeplitz";

try {
  conv2d(ones([1, 3, 5, 5]), ones([4, 2, 3, 3]));
} catch (error) {
  if (error instanceof ToeplitzError) console.log(error.message);
}
