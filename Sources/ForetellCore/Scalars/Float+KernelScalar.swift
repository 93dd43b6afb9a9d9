import CForetellKernels

extension Float: KernelScalar {
  package static var gemmNNKernel: Product { ft_gemm_nn_f32 }
  package static var gemmNTKernel: Product { ft_gemm_nt_f32 }
  package static var gemmTNKernel: Product { ft_gemm_tn_f32 }
  package static var gemmNNRoundedKernel: Product { ft_gemm_nn_bf16 }
  package static var gemmTNRoundedKernel: Product { ft_gemm_tn_bf16 }
  package static var columnSumsKernel: (Int64, Int64, In, Int64, Out) -> Void { ft_column_sums_f32 }
  package static var broadcastRowsKernel: (Int64, Int64, In, Out, Int64) -> Void { ft_broadcast_rows_f32 }
  package static var expKernel: Map { ft_exp_f32 }
  package static var sigmoidKernel: Map { ft_sigmoid_f32 }
  package static var tanhKernel: Map { ft_tanh_f32 }
  package static var addKernel: Map { ft_add_f32 }
  package static var addScaledKernel: (Int64, Double, In, Out) -> Void { ft_add_scaled_f32 }
  package static var multiplyKernel: Map2 { ft_multiply_f32 }
  package static var multiplyAddKernel: Map2 { ft_multiply_add_f32 }
  package static var sumSquaresKernel: (Int64, In) -> Double { ft_sum_squares_f32 }
  package static var adamKernel:
    (Int64, Out, In, Out, Out, Double, Double, Double, Double, Double, Double, Double, Double, Double) -> Void
  { ft_adam_f32 }
  package static var sgdKernel: (Int64, Out, In, Out, Double, Double, Int32, Double, Double) -> Void {
    ft_sgd_f32
  }
  package static var rmspropKernel:
    (Int64, Out, In, Out, Out, Out, Double, Double, Double, Double, Double, Double) -> Void
  { ft_rmsprop_f32 }
  package static var adagradKernel: (Int64, Out, In, Out, Double, Double, Double, Double) -> Void {
    ft_adagrad_f32
  }
  package static var amsgradKernel:
    (Int64, Out, In, Out, Out, Out, Double, Double, Double, Double, Double, Double, Double, Double) -> Void
  { ft_amsgrad_f32 }
  package static var nadamKernel:
    (Int64, Out, In, Out, Out, Double, Double, Double, Double, Double, Double, Double, Double) -> Void
  { ft_nadam_f32 }
  package static var radamKernel:
    (Int64, Out, In, Out, Out, Int32, Double, Double, Double, Double, Double, Double) -> Void
  { ft_radam_f32 }
  package static var lionKernel: (Int64, Out, In, Out, Double, Double, Double, Double, Double) -> Void {
    ft_lion_f32
  }
  package static var rnnPackedCountKernel: PackedCount { ft_rnn_packed_count_f32 }
  package static var rnnPackedCountRoundedKernel: PackedCount { ft_rnn_packed_count_bf16 }
  package static var rnnPackKernel: Pack { ft_rnn_pack_f32 }
  package static var rnnPackRoundedKernel: Pack { ft_rnn_pack_bf16 }
  package static var rnnForwardKernel: (Int64, Int64, Int64, Int32, In, In, In, Out) -> Void {
    ft_rnn_forward_f32
  }
  package static var rnnBackwardKernel: (Int64, Int64, Int64, Int32, In, In, In, Out, Out) -> Void {
    ft_rnn_backward_f32
  }
  package static var lstmPackedCountKernel: PackedCount { ft_lstm_packed_count_f32 }
  package static var lstmPackedCountRoundedKernel: PackedCount { ft_lstm_packed_count_bf16 }
  package static var lstmPackKernel: Pack { ft_lstm_pack_f32 }
  package static var lstmPackRoundedKernel: Pack { ft_lstm_pack_bf16 }
  package static var lstmForwardKernel: (Int64, Int64, Int64, In, In, In, In, Out, Out, Out) -> Void {
    ft_lstm_forward_f32
  }
  package static var lstmBackwardKernel: (Int64, Int64, Int64, In, Out, In, In, In, Out, Out, Out) -> Void {
    ft_lstm_backward_f32
  }
  package static var gruPackedCountKernel: PackedCount { ft_gru_packed_count_f32 }
  package static var gruPackedCountRoundedKernel: PackedCount { ft_gru_packed_count_bf16 }
  package static var gruPackKernel: Pack { ft_gru_pack_f32 }
  package static var gruPackRoundedKernel: Pack { ft_gru_pack_bf16 }
  package static var gruForwardKernel: (Int64, Int64, Int64, In, In, In, Out, Out) -> Void {
    ft_gru_forward_f32
  }
  package static var gruBackwardKernel: (Int64, Int64, Int64, In, Out, In, In, Out) -> Void {
    ft_gru_backward_f32
  }
  package static var mguPackedCountKernel: PackedCount { ft_mgu_packed_count_f32 }
  package static var mguPackedCountRoundedKernel: PackedCount { ft_mgu_packed_count_bf16 }
  package static var mguPackKernel: Pack { ft_mgu_pack_f32 }
  package static var mguPackRoundedKernel: Pack { ft_mgu_pack_bf16 }
  package static var mguForwardKernel: (Int64, Int64, Int64, In, In, In, Out, Out) -> Void {
    ft_mgu_forward_f32
  }
  package static var mguBackwardKernel: (Int64, Int64, Int64, In, Out, In, In, Out, Out) -> Void {
    ft_mgu_backward_f32
  }
  package static var slstmPackedCountKernel: PackedCountOfHeads { ft_slstm_packed_count_f32 }
  package static var slstmPackedCountRoundedKernel: PackedCountOfHeads { ft_slstm_packed_count_bf16 }
  package static var slstmPackKernel: PackOfHeads { ft_slstm_pack_f32 }
  package static var slstmPackRoundedKernel: PackOfHeads { ft_slstm_pack_bf16 }
  package static var slstmForwardKernel:
    (Int64, Int64, Int64, Int64, Int32, In, In, In, In, In, In, Out, Out, Out, Out, Out) -> Void
  { ft_slstm_forward_f32 }
  package static var slstmBackwardKernel:
    (Int64, Int64, Int64, Int64, In, Out, In, In, In, In, In, Out, Out, Out, Out, Out) -> Void
  { ft_slstm_backward_f32 }
  package static var activationBackwardKernel: (Int64, Int32, In, In, Out) -> Void {
    ft_activation_backward_f32
  }
  package static var reluKernel: Map { ft_relu_f32 }
  package static var quantileHeadKernel: (Int64, Int64, Int64, In, Out) -> Void { ft_quantile_head_f32 }
  package static var quantileHeadBackwardKernel: (Int64, Int64, Int64, In, In, Out) -> Void {
    ft_quantile_head_backward_f32
  }
  package static var layerNormKernel: (Int64, Int64, Double, In, In, In, Out, Out, Out) -> Void {
    ft_layer_norm_f32
  }
  package static var layerNormBackwardKernel: (Int64, Int64, In, In, In, In, Out, Out, Out) -> Void {
    ft_layer_norm_backward_f32
  }
  package static var batchStatisticsKernel: (Int64, Int64, In, In, Out, Out) -> Void {
    ft_batch_statistics_f32
  }
  package static var batchNormKernel: (Int64, Int64, Double, In, In, In, In, In, Out, Out, Out) -> Void {
    ft_batch_norm_f32
  }
  package static var batchNormBackwardKernel: (Int64, Int64, Int32, In, In, In, In, In, Out, Out, Out) -> Void
  { ft_batch_norm_backward_f32 }
  package static var gaussianHeadKernel: (Int64, Double, In, Out) -> Void { ft_gaussian_head_f32 }
  package static var gaussianHeadBackwardKernel: (Int64, In, In, Out) -> Void {
    ft_gaussian_head_backward_f32
  }
  package static var gaussianLossKernel: (Int64, In, In, In) -> Double { ft_gaussian_loss_f32 }
  package static var gaussianLossBackwardKernel: (Int64, In, In, In, Double, Out) -> Void {
    ft_gaussian_loss_backward_f32
  }
  package static var logGammaKernel: Map { ft_log_gamma_f32 }
  package static var digammaKernel: Map { ft_digamma_f32 }
  package static var studentHeadKernel: (Int64, Double, In, Out) -> Void { ft_student_head_f32 }
  package static var studentHeadBackwardKernel: (Int64, In, In, Out) -> Void { ft_student_head_backward_f32 }
  package static var studentLossKernel: (Int64, In, In, In) -> Double { ft_student_loss_f32 }
  package static var studentLossBackwardKernel: (Int64, In, In, In, Double, Out) -> Void {
    ft_student_loss_backward_f32
  }
  package static var positiveHeadKernel: (Int64, Double, In, Out) -> Void { ft_positive_head_f32 }
  package static var positiveHeadBackwardKernel: (Int64, In, In, Out) -> Void {
    ft_positive_head_backward_f32
  }
  package static var poissonLossKernel: (Int64, In, In, In, In) -> Double { ft_poisson_loss_f32 }
  package static var poissonLossBackwardKernel: (Int64, In, In, In, In, Double, Out) -> Void {
    ft_poisson_loss_backward_f32
  }
  package static var negativeBinomialLossKernel: (Int64, In, In, In, In) -> Double {
    ft_negative_binomial_loss_f32
  }
  package static var negativeBinomialLossBackwardKernel: (Int64, In, In, In, In, Double, Out) -> Void {
    ft_negative_binomial_loss_backward_f32
  }
  package static var lossKernel: (Int64, Int32, Double, In, In, In) -> Double { ft_loss_f32 }
  package static var lossBackwardKernel: (Int64, Int32, Double, In, In, In, Double, Out) -> Void {
    ft_loss_backward_f32
  }
  package static var pinballKernel: (Int64, Int64, In, In, In, In, In) -> Double { ft_pinball_f32 }
  package static var pinballBackwardKernel: (Int64, Int64, In, In, In, In, In, Double, Out) -> Void {
    ft_pinball_backward_f32
  }
  package static var dropoutMaskKernel:
    (Int64, Double, UnsafePointer<UInt32>?, UnsafePointer<UInt32>?, Out) -> Void
  { ft_dropout_mask_f32 }
  package static var countUnusualKernel: (Int64, In, UnsafeMutablePointer<Int64>?) -> Void {
    ft_count_unusual_f32
  }
  package static var countOutsideKernel:
    (Int64, Int64, Int64, In, Double, Double, UnsafeMutablePointer<Int64>?) -> Void
  { ft_count_outside_f32 }
  package static var columnMaximumKernel: (Int64, Int64, In, Out) -> Void { ft_column_maximum_f32 }

  package var asDouble: Double { Double(self) }
}
