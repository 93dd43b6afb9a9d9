"""The numbers both sides of a benchmark compute with: sines of the flat index, so that no file has to be shared.

value[k] = scale · sin(0.7 · k + phase), computed in double and rounded to float32; k is the row-major index within the tensor.
Parameters have Foretell's layout (gates i f g o and r z n; one bias, GRU's with a fourth block for the candidate's state side).

| tensor | shape | phase | scale |
|---|---|---|---|
| input | steps, batch, inputs | 0.1 | 1 |
| target | batch, outputs | 0.2 | 1 |
| weightInput | gates · hidden, inputs | 0.3 | 1 / √hidden |
| weightHidden | gates · hidden, hidden | 0.4 | 1 / √hidden |
| bias | gates · hidden (GRU: 4 · hidden) | 0.5 | 1 / √hidden |
| head.weight | outputs, hidden | 0.6 | 1 / √hidden |
| head.bias | outputs | 0.7 | 1 / √hidden |
"""

import math

import numpy as np
import torch
from torch import nn

OUTPUTS = 24
GATES = {"rnn": 1, "lstm": 4, "gru": 3}
LAYERS = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}


def sines(shape, phase, scale=1.0):
    index = np.arange(math.prod(shape), dtype=np.float64)
    return torch.from_numpy((scale * np.sin(0.7 * index + phase)).astype(np.float32).reshape(shape))


class Model(nn.Module):
    """A recurrent layer, zero initial state; its last hidden state through a linear layer."""

    def __init__(self, cell, inputs, hidden):
        super().__init__()
        self.cell = cell
        self.encoder = LAYERS[cell](inputs, hidden)
        self.head = nn.Linear(hidden, OUTPUTS)
        scale = 1 / math.sqrt(hidden)
        rows = GATES[cell] * hidden
        # Every entry of the second bias that is not a parameter of its own in Foretell.
        self.summed = 2 * hidden if cell == "gru" else rows
        bias = sines([rows + (hidden if cell == "gru" else 0)], 0.5, scale)
        with torch.no_grad():
            self.encoder.weight_ih_l0.copy_(sines([rows, inputs], 0.3, scale))
            self.encoder.weight_hh_l0.copy_(sines([rows, hidden], 0.4, scale))
            self.encoder.bias_ih_l0.copy_(bias[:rows])
            self.encoder.bias_hh_l0.zero_()
            self.encoder.bias_hh_l0[self.summed :] = bias[rows:]
            self.head.weight.copy_(sines([OUTPUTS, hidden], 0.6, scale))
            self.head.bias.copy_(sines([OUTPUTS], 0.7, scale))

    def forward(self, x):
        return self.head(self.encoder(x)[0][-1])

    def hold_second_bias(self):
        """Takes the second bias out of the step where Foretell has one bias, which Adam would otherwise move twice."""
        self.encoder.bias_hh_l0.grad[: self.summed] = 0
