import CForetellKernels

/// Float and Double with the C functions of their type.
protocol KernelElement: BinaryFloatingPoint, SendableMetatype {
  typealias In = UnsafePointer<Self>
  typealias Out = UnsafeMutablePointer<Self>
  typealias Product = (Int64, Int64, Int64, In?, Int64, In?, Int64, Out?, Int64) -> Void
  typealias Map = (Int64, In?, Out?) -> Void
  typealias Map2 = (Int64, In?, In?, Out?) -> Void
  typealias Scale = (Int64, Self, Out?) -> Void
  typealias Pack = (Int64, Int64, In?, In?, In?, Out?) -> Void

  static var gemmNN: Product { get }
  static var gemmNT: Product { get }
  static var gemmTN: Product { get }
  static var columnSums: (Int64, Int64, In?, Int64, Out?) -> Void { get }
  static var broadcastRows: (Int64, Int64, In?, Out?, Int64) -> Void { get }
  static var exponential: Map { get }
  static var sigmoid: Map { get }
  static var tangent: Map { get }
  static var copy: Map { get }
  static var add: Map { get }
  static var fill: Scale { get }
  static var scale: Scale { get }
  static var addScaled: (Int64, Self, In?, Out?) -> Void { get }
  static var multiply: Map2 { get }
  static var multiplyAdd: Map2 { get }
  static var sumSquares: (Int64, In?) -> Double { get }
  static var adam:
    (Int64, Out?, In?, Out?, Out?, Self, Self, Self, Self, Self, Self, Self, Self, Self) -> Void
  { get }
  static var sgd: (Int64, Out?, In?, Out?, Self, Self, Int32, Self, Self) -> Void { get }
  static var rmsprop: (Int64, Out?, In?, Out?, Out?, Out?, Self, Self, Self, Self, Self, Self) -> Void
  { get }
  static var adagrad: (Int64, Out?, In?, Out?, Self, Self, Self, Self) -> Void { get }
  static var rnnCount: (Int64, Int64) -> Int64 { get }
  static var rnnPack: Pack { get }
  static var rnnForward: (Int64, Int64, Int64, Int32, In?, In?, In?, Out?) -> Void { get }
  static var rnnBackward: (Int64, Int64, Int64, Int32, In?, In?, In?, Out?, Out?) -> Void { get }
  static var lstmCount: (Int64, Int64) -> Int64 { get }
  static var lstmPack: Pack { get }
  static var lstmForward: (Int64, Int64, Int64, In?, In?, In?, In?, Out?, Out?, Out?) -> Void { get }
  static var lstmBackward: (Int64, Int64, Int64, In?, Out?, In?, In?, In?, Out?, Out?, Out?) -> Void { get }
  static var gruCount: (Int64, Int64) -> Int64 { get }
  static var gruPack: Pack { get }
  static var gruForward: (Int64, Int64, Int64, In?, In?, In?, Out?, Out?) -> Void { get }
  static var gruBackward: (Int64, Int64, Int64, In?, Out?, In?, In?, Out?) -> Void { get }
  static var mguCount: (Int64, Int64) -> Int64 { get }
  static var mguPack: Pack { get }
  static var mguForward: (Int64, Int64, Int64, In?, In?, In?, Out?, Out?) -> Void { get }
  static var mguBackward: (Int64, Int64, Int64, In?, Out?, In?, In?, Out?, Out?) -> Void { get }
}

extension Float: KernelElement {
  static var gemmNN: Product { ft_gemm_nn_f32 }
  static var gemmNT: Product { ft_gemm_nt_f32 }
  static var gemmTN: Product { ft_gemm_tn_f32 }
  static var columnSums: (Int64, Int64, In?, Int64, Out?) -> Void { ft_column_sums_f32 }
  static var broadcastRows: (Int64, Int64, In?, Out?, Int64) -> Void { ft_broadcast_rows_f32 }
  static var exponential: Map { ft_exp_f32 }
  static var sigmoid: Map { ft_sigmoid_f32 }
  static var tangent: Map { ft_tanh_f32 }
  static var copy: Map { ft_copy_f32 }
  static var add: Map { ft_add_f32 }
  static var fill: Scale { ft_fill_f32 }
  static var scale: Scale { ft_scale_f32 }
  static var addScaled: (Int64, Self, In?, Out?) -> Void { ft_add_scaled_f32 }
  static var multiply: Map2 { ft_multiply_f32 }
  static var multiplyAdd: Map2 { ft_multiply_add_f32 }
  static var sumSquares: (Int64, In?) -> Double { ft_sum_squares_f32 }
  static var adam:
    (Int64, Out?, In?, Out?, Out?, Self, Self, Self, Self, Self, Self, Self, Self, Self) -> Void
  {
    ft_adam_f32
  }
  static var sgd: (Int64, Out?, In?, Out?, Self, Self, Int32, Self, Self) -> Void { ft_sgd_f32 }
  static var rmsprop: (Int64, Out?, In?, Out?, Out?, Out?, Self, Self, Self, Self, Self, Self) -> Void {
    ft_rmsprop_f32
  }
  static var adagrad: (Int64, Out?, In?, Out?, Self, Self, Self, Self) -> Void { ft_adagrad_f32 }
  static var rnnCount: (Int64, Int64) -> Int64 { ft_rnn_packed_count_f32 }
  static var rnnPack: Pack { ft_rnn_pack_f32 }
  static var rnnForward: (Int64, Int64, Int64, Int32, In?, In?, In?, Out?) -> Void { ft_rnn_forward_f32 }
  static var rnnBackward: (Int64, Int64, Int64, Int32, In?, In?, In?, Out?, Out?) -> Void {
    ft_rnn_backward_f32
  }
  static var lstmCount: (Int64, Int64) -> Int64 { ft_lstm_packed_count_f32 }
  static var lstmPack: Pack { ft_lstm_pack_f32 }
  static var lstmForward: (Int64, Int64, Int64, In?, In?, In?, In?, Out?, Out?, Out?) -> Void {
    ft_lstm_forward_f32
  }
  static var lstmBackward: (Int64, Int64, Int64, In?, Out?, In?, In?, In?, Out?, Out?, Out?) -> Void {
    ft_lstm_backward_f32
  }
  static var gruCount: (Int64, Int64) -> Int64 { ft_gru_packed_count_f32 }
  static var gruPack: Pack { ft_gru_pack_f32 }
  static var gruForward: (Int64, Int64, Int64, In?, In?, In?, Out?, Out?) -> Void { ft_gru_forward_f32 }
  static var gruBackward: (Int64, Int64, Int64, In?, Out?, In?, In?, Out?) -> Void { ft_gru_backward_f32 }
  static var mguCount: (Int64, Int64) -> Int64 { ft_mgu_packed_count_f32 }
  static var mguPack: Pack { ft_mgu_pack_f32 }
  static var mguForward: (Int64, Int64, Int64, In?, In?, In?, Out?, Out?) -> Void { ft_mgu_forward_f32 }
  static var mguBackward: (Int64, Int64, Int64, In?, Out?, In?, In?, Out?, Out?) -> Void {
    ft_mgu_backward_f32
  }
}

extension Double: KernelElement {
  static var gemmNN: Product { ft_gemm_nn_f64 }
  static var gemmNT: Product { ft_gemm_nt_f64 }
  static var gemmTN: Product { ft_gemm_tn_f64 }
  static var columnSums: (Int64, Int64, In?, Int64, Out?) -> Void { ft_column_sums_f64 }
  static var broadcastRows: (Int64, Int64, In?, Out?, Int64) -> Void { ft_broadcast_rows_f64 }
  static var exponential: Map { ft_exp_f64 }
  static var sigmoid: Map { ft_sigmoid_f64 }
  static var tangent: Map { ft_tanh_f64 }
  static var copy: Map { ft_copy_f64 }
  static var add: Map { ft_add_f64 }
  static var fill: Scale { ft_fill_f64 }
  static var scale: Scale { ft_scale_f64 }
  static var addScaled: (Int64, Self, In?, Out?) -> Void { ft_add_scaled_f64 }
  static var multiply: Map2 { ft_multiply_f64 }
  static var multiplyAdd: Map2 { ft_multiply_add_f64 }
  static var sumSquares: (Int64, In?) -> Double { ft_sum_squares_f64 }
  static var adam:
    (Int64, Out?, In?, Out?, Out?, Self, Self, Self, Self, Self, Self, Self, Self, Self) -> Void
  {
    ft_adam_f64
  }
  static var sgd: (Int64, Out?, In?, Out?, Self, Self, Int32, Self, Self) -> Void { ft_sgd_f64 }
  static var rmsprop: (Int64, Out?, In?, Out?, Out?, Out?, Self, Self, Self, Self, Self, Self) -> Void {
    ft_rmsprop_f64
  }
  static var adagrad: (Int64, Out?, In?, Out?, Self, Self, Self, Self) -> Void { ft_adagrad_f64 }
  static var rnnCount: (Int64, Int64) -> Int64 { ft_rnn_packed_count_f64 }
  static var rnnPack: Pack { ft_rnn_pack_f64 }
  static var rnnForward: (Int64, Int64, Int64, Int32, In?, In?, In?, Out?) -> Void { ft_rnn_forward_f64 }
  static var rnnBackward: (Int64, Int64, Int64, Int32, In?, In?, In?, Out?, Out?) -> Void {
    ft_rnn_backward_f64
  }
  static var lstmCount: (Int64, Int64) -> Int64 { ft_lstm_packed_count_f64 }
  static var lstmPack: Pack { ft_lstm_pack_f64 }
  static var lstmForward: (Int64, Int64, Int64, In?, In?, In?, In?, Out?, Out?, Out?) -> Void {
    ft_lstm_forward_f64
  }
  static var lstmBackward: (Int64, Int64, Int64, In?, Out?, In?, In?, In?, Out?, Out?, Out?) -> Void {
    ft_lstm_backward_f64
  }
  static var gruCount: (Int64, Int64) -> Int64 { ft_gru_packed_count_f64 }
  static var gruPack: Pack { ft_gru_pack_f64 }
  static var gruForward: (Int64, Int64, Int64, In?, In?, In?, Out?, Out?) -> Void { ft_gru_forward_f64 }
  static var gruBackward: (Int64, Int64, Int64, In?, Out?, In?, In?, Out?) -> Void { ft_gru_backward_f64 }
  static var mguCount: (Int64, Int64) -> Int64 { ft_mgu_packed_count_f64 }
  static var mguPack: Pack { ft_mgu_pack_f64 }
  static var mguForward: (Int64, Int64, Int64, In?, In?, In?, Out?, Out?) -> Void { ft_mgu_forward_f64 }
  static var mguBackward: (Int64, Int64, Int64, In?, Out?, In?, In?, Out?, Out?) -> Void {
    ft_mgu_backward_f64
  }
}
