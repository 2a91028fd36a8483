import CLearningKernels

/// The four weights of one LSTM layer, in PyTorch's shapes: `[4 * hidden, inputs]`, `[4 * hidden, hidden]`,
/// `[4 * hidden]` twice, gates in the order i, f, g, o.
struct LSTMWeights {
    let inputHidden, hiddenHidden, inputBias, hiddenBias: Variable
}

extension Variable {
    /// One LSTM layer over a whole sequence from a zero state: `[steps, batch, inputs]` to `[steps, batch, hidden]`.
    func lstm(_ weights: LSTMWeights) -> Variable {
        let hidden = weights.hiddenHidden.shape[1]
        precondition(shape.count == 3, "an LSTM takes [steps, batch, features], not \(shape)")
        precondition(weights.inputHidden.shape == [4 * hidden, shape[2]], "LSTM weights do not fit input \(shape)")
        var size = lk_lstm_shape(steps: shape[0], rows: shape[1], inputs: shape[2], hidden: hidden)
        let keeps = tape.isRecording
        let bias = tape.workspace.tensor([4 * hidden])
        let gates = tape.workspace.tensor([keeps ? size.steps : 1, size.rows, 4 * hidden])
        let cells = tape.workspace.tensor([keeps ? size.steps : 1, size.rows, hidden])
        let output = tape.workspace.tensor([size.steps, size.rows, hidden])
        let packedInput = weights.inputHidden.packedTranspose()
        let packedHidden = weights.hiddenHidden.packedTranspose()
        withExtendedLifetime((value, weights, packedInput, packedHidden, (bias, gates, cells, output))) {
            kernels.add(
                bias.count, weights.inputBias.value.pointer, weights.hiddenBias.value.pointer, bias.pointer)
            kernels.lstm_forward(
                &size, value.pointer, packedInput.layout.pointer, packedHidden.layout.pointer, bias.pointer,
                gates.pointer, keeps ? size.rows * 4 * hidden : 0, cells.pointer, keeps ? size.rows * hidden : 0,
                output.pointer)
        }
        let pass = LSTMPass(
            shape: size, x: value, weightIH: weights.inputHidden.value, weightHH: weights.hiddenHidden.value,
            gates: gates, cells: cells, output: output,
            nodes: (
                node, weights.inputHidden.node, weights.hiddenHidden.node, weights.inputBias.node,
                weights.hiddenBias.node
            ))
        return tape.record(
            output, from: self, weights.inputHidden, weights.hiddenHidden, weights.inputBias, weights.hiddenBias
        ) { tape, gradient in
            pass.backward(on: tape, gradient)
        }
    }
}

/// What the backward pass of one LSTM layer needs from the forward one.
private struct LSTMPass {
    let shape: lk_lstm_shape
    let x, weightIH, weightHH, gates, cells, output: Tensor
    let nodes: (x: Int?, weightIH: Int?, weightHH: Int?, biasIH: Int?, biasHH: Int?)

    /// Overwrites the gates with their gradients, then multiplies those out for all steps at once.
    func backward(on tape: Tape, _ gradient: Tensor) {
        let (steps, rows, inputs, hidden) = (shape.steps, shape.rows, shape.inputs, shape.hidden)
        let (width, total) = (4 * hidden, steps * rows)
        let packed = PackedMatrix(weightHH)
        tape.workspace.withScratch(2 * rows * hidden) { scratch in
            withExtendedLifetime((self, packed, gradient)) {
                withUnsafePointer(to: shape) { shape in
                    kernels.lstm_backward(
                        shape, packed.layout.pointer, gradient.pointer, gates.pointer, cells.pointer, scratch)
                }
            }
        }
        tape.addGradient(of: nodes.weightIH, shape: weightIH.shape) { dw in
            tape.multiply(width, inputs, total, gates, (1, width), x, (inputs, 1), addingTo: dw)
        }
        tape.addGradient(of: nodes.weightHH, shape: weightHH.shape) { dw in
            // The hidden state of each step meets the gates of the next.
            let later = gates.slice(min(1, steps)..<steps)
            tape.multiply(width, hidden, total - rows, later, (1, width), output, (hidden, 1), addingTo: dw)
        }
        for bias in [nodes.biasIH, nodes.biasHH] {
            tape.addGradient(of: bias, shape: [width]) { db in
                withExtendedLifetime(gates) { kernels.column_sums(total, width, gates.pointer, db) }
            }
        }
        tape.addGradient(of: nodes.x, shape: x.shape) { dx in
            tape.multiply(total, inputs, width, gates, (width, 1), weightIH, (inputs, 1), addingTo: dx)
        }
    }
}
