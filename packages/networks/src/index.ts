// @toeplitz/networks: networks that people know, with the names that their weights have elsewhere.
export { DcganGenerator } from "./dcgan.ts";
export { FashionClassifier, fashionClasses } from "./fashion-classifier.ts";
export { foldBatchNorms } from "./fold-batch-norms.ts";
export { type LayersModel, loadLayersModel } from "./layers-model.ts";
export { MnistClassifier } from "./mnist-classifier.ts";
export { MobileNetV2 } from "./mobilenet-v2.ts";
export { ResNet18 } from "./resnet.ts";
export { LinearClassifier, NormedClassifier, SeparableClassifier } from "./small-classifiers.ts";
export { SuperResolution } from "./super-resolution.ts";
export {
  accuracyOf,
  classesOf,
  type LabelledPictures,
  picturesAt,
  type TrainingOptions,
  type TrainingStep,
  trainClassifier,
  type UpdateRule,
} from "./train-classifier.ts";
export { UNet } from "./unet.ts";
export { type LayerCall, multiplicationsOf, watchLayers } from "./watch-layers.ts";
