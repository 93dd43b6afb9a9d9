import CForetellKernels

/// The kernels of one scalar type: the C functions of KernelList.h, unchecked, with parameters in the order of the list.
///
/// They are called by the extensions of `KernelScalar`, which check extents, and by the kernels' own tests. Single values
/// are doubles, which the kernel rounds to its type.
package protocol KernelTable {
  typealias In = UnsafePointer<Self>?
  typealias Out = UnsafeMutablePointer<Self>?
  typealias Product = (Int64, Int64, Int64, In, Int64, In, Int64, Out, Int64) -> Void
  typealias Map = (Int64, In, Out) -> Void
  typealias Map2 = (Int64, In, In, Out) -> Void
  typealias PackedCount = (Int64, Int64) -> Int64
  typealias Pack = (Int64, Int64, In, In, In, Out) -> Void
  typealias PackedCountOfHeads = (Int64, Int64, Int64) -> Int64
  typealias PackOfHeads = (Int64, Int64, Int64, In, In, In, Out) -> Void

  static var gemmNNKernel: Product { get }
  static var gemmNTKernel: Product { get }
  static var gemmTNKernel: Product { get }
  static var gemmNNRoundedKernel: Product { get }
  static var gemmTNRoundedKernel: Product { get }
  static var columnSumsKernel: (Int64, Int64, In, Int64, Out) -> Void { get }
  static var broadcastRowsKernel: (Int64, Int64, In, Out, Int64) -> Void { get }

  static var expKernel: Map { get }
  static var sigmoidKernel: Map { get }
  static var tanhKernel: Map { get }
  static var addKernel: Map { get }
  static var addScaledKernel: (Int64, Double, In, Out) -> Void { get }
  static var multiplyKernel: Map2 { get }
  static var multiplyAddKernel: Map2 { get }
  static var sumSquaresKernel: (Int64, In) -> Double { get }

  static var adamKernel:
    (Int64, Out, In, Out, Out, Double, Double, Double, Double, Double, Double, Double, Double, Double) -> Void
  { get }
  static var sgdKernel: (Int64, Out, In, Out, Double, Double, Int32, Double, Double) -> Void { get }
  static var rmspropKernel:
    (Int64, Out, In, Out, Out, Out, Double, Double, Double, Double, Double, Double) -> Void
  { get }
  static var adagradKernel: (Int64, Out, In, Out, Double, Double, Double, Double) -> Void { get }
  static var amsgradKernel:
    (Int64, Out, In, Out, Out, Out, Double, Double, Double, Double, Double, Double, Double, Double) -> Void
  { get }
  static var nadamKernel:
    (Int64, Out, In, Out, Out, Double, Double, Double, Double, Double, Double, Double, Double) -> Void
  { get }
  static var radamKernel:
    (Int64, Out, In, Out, Out, Int32, Double, Double, Double, Double, Double, Double) -> Void
  { get }
  static var lionKernel: (Int64, Out, In, Out, Double, Double, Double, Double, Double) -> Void { get }

  static var rnnPackedCountKernel: PackedCount { get }
  static var rnnPackedCountRoundedKernel: PackedCount { get }
  static var rnnPackKernel: Pack { get }
  static var rnnPackRoundedKernel: Pack { get }
  static var rnnForwardKernel: (Int64, Int64, Int64, Int32, In, In, In, Out) -> Void { get }
  static var rnnBackwardKernel: (Int64, Int64, Int64, Int32, In, In, In, Out, Out) -> Void { get }

  static var lstmPackedCountKernel: PackedCount { get }
  static var lstmPackedCountRoundedKernel: PackedCount { get }
  static var lstmPackKernel: Pack { get }
  static var lstmPackRoundedKernel: Pack { get }
  static var lstmForwardKernel: (Int64, Int64, Int64, In, In, In, In, Out, Out, Out) -> Void { get }
  static var lstmBackwardKernel: (Int64, Int64, Int64, In, Out, In, In, In, Out, Out, Out) -> Void { get }

  static var gruPackedCountKernel: PackedCount { get }
  static var gruPackedCountRoundedKernel: PackedCount { get }
  static var gruPackKernel: Pack { get }
  static var gruPackRoundedKernel: Pack { get }
  static var gruForwardKernel: (Int64, Int64, Int64, In, In, In, Out, Out) -> Void { get }
  static var gruBackwardKernel: (Int64, Int64, Int64, In, Out, In, In, Out) -> Void { get }

  static var mguPackedCountKernel: PackedCount { get }
  static var mguPackedCountRoundedKernel: PackedCount { get }
  static var mguPackKernel: Pack { get }
  static var mguPackRoundedKernel: Pack { get }
  static var mguForwardKernel: (Int64, Int64, Int64, In, In, In, Out, Out) -> Void { get }
  static var mguBackwardKernel: (Int64, Int64, Int64, In, Out, In, In, Out, Out) -> Void { get }

  static var slstmPackedCountKernel: PackedCountOfHeads { get }
  static var slstmPackedCountRoundedKernel: PackedCountOfHeads { get }
  static var slstmPackKernel: PackOfHeads { get }
  static var slstmPackRoundedKernel: PackOfHeads { get }
  static var slstmForwardKernel:
    (Int64, Int64, Int64, Int64, Int32, In, In, In, In, In, In, Out, Out, Out, Out, Out) -> Void
  { get }
  static var slstmBackwardKernel:
    (Int64, Int64, Int64, Int64, In, Out, In, In, In, In, In, Out, Out, Out, Out, Out) -> Void
  { get }

  static var activationBackwardKernel: (Int64, Int32, In, In, Out) -> Void { get }
  static var reluKernel: Map { get }
  static var quantileHeadKernel: (Int64, Int64, Int64, In, Out) -> Void { get }
  static var quantileHeadBackwardKernel: (Int64, Int64, Int64, In, In, Out) -> Void { get }
  static var layerNormKernel: (Int64, Int64, Double, In, In, In, Out, Out, Out) -> Void { get }
  static var layerNormBackwardKernel: (Int64, Int64, In, In, In, In, Out, Out, Out) -> Void { get }
  static var batchStatisticsKernel: (Int64, Int64, In, In, Out, Out) -> Void { get }
  static var batchNormKernel: (Int64, Int64, Double, In, In, In, In, In, Out, Out, Out) -> Void { get }
  static var batchNormBackwardKernel: (Int64, Int64, Int32, In, In, In, In, In, Out, Out, Out) -> Void
  { get }
  static var gaussianHeadKernel: (Int64, Double, In, Out) -> Void { get }
  static var gaussianHeadBackwardKernel: (Int64, In, In, Out) -> Void { get }
  static var gaussianLossKernel: (Int64, In, In, In) -> Double { get }
  static var gaussianLossBackwardKernel: (Int64, In, In, In, Double, Out) -> Void { get }
  static var logGammaKernel: Map { get }
  static var digammaKernel: Map { get }
  static var studentHeadKernel: (Int64, Double, In, Out) -> Void { get }
  static var studentHeadBackwardKernel: (Int64, In, In, Out) -> Void { get }
  static var studentLossKernel: (Int64, In, In, In) -> Double { get }
  static var studentLossBackwardKernel: (Int64, In, In, In, Double, Out) -> Void { get }
  static var positiveHeadKernel: (Int64, Double, In, Out) -> Void { get }
  static var positiveHeadBackwardKernel: (Int64, In, In, Out) -> Void { get }
  static var poissonLossKernel: (Int64, In, In, In, In) -> Double { get }
  static var poissonLossBackwardKernel: (Int64, In, In, In, In, Double, Out) -> Void { get }
  static var negativeBinomialLossKernel: (Int64, In, In, In, In) -> Double { get }
  static var negativeBinomialLossBackwardKernel: (Int64, In, In, In, In, Double, Out) -> Void { get }
  static var lossKernel: (Int64, Int32, Double, In, In, In) -> Double { get }
  static var lossBackwardKernel: (Int64, Int32, Double, In, In, In, Double, Out) -> Void { get }
  static var pinballKernel: (Int64, Int64, In, In, In, In, In) -> Double { get }
  static var pinballBackwardKernel: (Int64, Int64, In, In, In, In, In, Double, Out) -> Void { get }
  static var dropoutMaskKernel: (Int64, Double, UnsafePointer<UInt32>?, UnsafePointer<UInt32>?, Out) -> Void {
    get
  }

  static var countUnusualKernel: (Int64, In, UnsafeMutablePointer<Int64>?) -> Void { get }
  static var countOutsideKernel:
    (Int64, Int64, Int64, In, Double, Double, UnsafeMutablePointer<Int64>?) -> Void
  { get }
  static var columnMaximumKernel: (Int64, Int64, In, Out) -> Void { get }
}
