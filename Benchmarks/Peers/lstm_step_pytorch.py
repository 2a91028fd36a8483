"""One training step of the day-ahead forecaster's shape in PyTorch, the peer of LSTMStepBenchmark.

usage: lstm_step_pytorch.py [THREADS] [STEPS]

Batch 64, 168 steps, 10 inputs, hidden 64, a linear head of 24 x 3 outputs, pinball loss, gradient clipping, Adam.
Prints JSON: the median of STEPS steps in milliseconds, after 5 that are not counted.
"""

import json
import statistics
import sys
import time

import torch

threads = int(sys.argv[1]) if len(sys.argv) > 1 else 1
steps = int(sys.argv[2]) if len(sys.argv) > 2 else 50
torch.set_num_threads(threads)
torch.manual_seed(7)

BATCH, STEPS, INPUTS, HIDDEN, HORIZON = 64, 168, 10, 64, 24
levels = torch.tensor([0.1, 0.5, 0.9])
lstm = torch.nn.LSTM(INPUTS, HIDDEN)
head = torch.nn.Linear(HIDDEN, HORIZON * len(levels))
parameters = list(lstm.parameters()) + list(head.parameters())
optimizer = torch.optim.Adam(parameters, lr=1e-3)
x = torch.randn(STEPS, BATCH, INPUTS)
target = torch.randn(BATCH, HORIZON)


def step():
    optimizer.zero_grad()
    output, _ = lstm(x)
    prediction = head(output[-1]).reshape(BATCH, HORIZON, len(levels))
    error = target.unsqueeze(-1) - prediction
    loss = torch.maximum(levels * error, (levels - 1) * error).mean()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(parameters, 1.0)
    optimizer.step()
    return loss.item()


times = []
for index in range(steps + 5):
    start = time.perf_counter()
    loss = step()
    if index >= 5:
        times.append(1e3 * (time.perf_counter() - start))
print(
    json.dumps(
        {
            "peer": "pytorch " + torch.__version__,
            "threads": threads,
            "steps": steps,
            "median_ms": round(statistics.median(times), 3),
            "min_ms": round(min(times), 3),
            "loss": loss,
        }
    )
)
