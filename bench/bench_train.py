"""Training beside PyTorch: the same networks, batches and loss on two threads, by turns in one run; the best round counts.

usage: bench_train.py TRAIN_BENCH OUT.json      (ROUNDS=3, SECONDS=10 a round)

Users have histories of one length, so that PyTorch's GRU needs no packing, and its data is ready in memory.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F

THREADS = 2
USERS, ITEMS, LENGTH, BATCH = 4096, 3416, 128, 64  # of BATCH users a step
ROUNDS = int(os.environ.get("ROUNDS", "3"))
SECONDS = float(os.environ.get("SECONDS", "10"))
CASES = [  # name of train_bench's network, hidden, target ratio
    ("hrnn", 128, 6.0),
    ("transformer", 64, 5.0),
    ("transformer", 128, 5.0),
]
NAMES = {"hrnn": "GRU", "transformer": "transformer, 2 blocks"}


if hasattr(F, "scaled_dot_product_attention"):
    def attention(q, k, v):
        return F.scaled_dot_product_attention(q, k, v, is_causal=True)
else:  # before 2.0
    FUTURE = torch.full((LENGTH, LENGTH), float("-inf")).triu(1)

    def attention(q, k, v):
        scores = q @ k.transpose(-1, -2) / q.shape[-1] ** 0.5
        return torch.softmax(scores + FUTURE, dim=-1).to(v.dtype) @ v


class Recurrent(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.gru = nn.GRU(hidden, hidden, batch_first=True)

    def forward(self, x):
        return F.dropout(self.gru(F.dropout(x, 0.2))[0], 0.3)


class Block(nn.Module):
    def __init__(self, hidden, heads):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(hidden), nn.LayerNorm(hidden)
        self.qkv, self.out = nn.Linear(hidden, 3 * hidden), nn.Linear(hidden, hidden)
        self.up, self.down = nn.Linear(hidden, hidden), nn.Linear(hidden, hidden)

    def forward(self, x):
        n, t, h = x.shape
        q, k, v = (part.view(n, t, self.heads, -1).transpose(1, 2) for part in self.qkv(self.norm1(x)).chunk(3, dim=-1))
        mixed = attention(q, k, v).transpose(1, 2).reshape(n, t, h)
        x = x + F.dropout(self.out(mixed), 0.25)
        return x + F.dropout(self.down(F.relu(self.up(self.norm2(x)))), 0.25)


class Causal(nn.Module):
    def __init__(self, hidden):
        super().__init__()
        self.positions = nn.Parameter(torch.randn(LENGTH, hidden) * 0.02)
        self.blocks = nn.Sequential(Block(hidden, 2), Block(hidden, 2))
        self.norm = nn.LayerNorm(hidden)

    def forward(self, x):
        return self.norm(self.blocks(F.dropout(x + self.positions, 0.25)))


class Tied(nn.Module):
    def __init__(self, name, hidden):
        super().__init__()
        self.items = nn.Embedding(ITEMS, hidden)
        nn.init.normal_(self.items.weight, std=0.02)
        self.bias = nn.Parameter(torch.zeros(ITEMS))
        self.network = Recurrent(hidden) if name == "hrnn" else Causal(hidden)

    def forward(self, events):
        outputs = self.network(self.items(events[:, :-1]))
        logits = F.linear(outputs, self.items.weight, self.bias)
        return F.cross_entropy(logits.reshape(-1, ITEMS).float(), events[:, 1:].reshape(-1))


class Pytorch:
    """One network in training; `rate` takes steps for a while and returns events a second."""

    def __init__(self, name, hidden, autocast):
        self.model = Tied(name, hidden)
        self.autocast = autocast
        try:
            self.adam = torch.optim.Adam(self.model.parameters(), lr=1e-3, fused=True)
        except (RuntimeError, TypeError, ValueError):  # older than 2.4
            self.adam = torch.optim.Adam(self.model.parameters(), lr=1e-3)
        self.batch = torch.randint(ITEMS, (BATCH, LENGTH + 1))
        self.step()

    def step(self):
        with torch.autocast("cpu", torch.bfloat16, enabled=self.autocast):
            loss = self.model(self.batch)
        self.adam.zero_grad(set_to_none=True)
        loss.backward()
        self.adam.step()

    def rate(self):
        begin, steps = time.perf_counter(), 0
        while time.perf_counter() - begin < SECONDS:
            self.step()
            steps += 1
        return steps * BATCH * LENGTH / (time.perf_counter() - begin)


def ours(program, name, hidden):
    """events/s, percent of sgemm and sgemm, in each precision."""
    arguments = [USERS, ITEMS, LENGTH, hidden, 100, THREADS, name, 1, SECONDS]
    text = subprocess.check_output([program, *map(str, arguments)], text=True)
    pattern = r"^(\w+) (\S+) events/s .* sgemm (\S+) GFLOP/s\s+(\S+) %"
    return {m[1]: (float(m[2]), float(m[4]), float(m[3])) for m in re.finditer(pattern, text, re.M)}


def measure(program, name, hidden, target):
    pytorch = {"fp32": Pytorch(name, hidden, False), "bf16": Pytorch(name, hidden, True)}
    best, base, share, limit = {}, {}, {}, 0.0
    for _ in range(ROUNDS):
        for precision, (rate, percent, sgemm) in ours(program, name, hidden).items():
            if rate > best.get(precision, 0.0):
                best[precision] = rate
            limit = max(limit, sgemm)
            share[precision] = max(share.get(precision, 0.0), percent)
        for precision, contestant in pytorch.items():
            base[precision] = max(base.get(precision, 0.0), contestant.rate())
    title = f"{NAMES[name]} d={hidden}"
    for precision in best:
        yield {"name": f"{title}, {precision} beside PyTorch {precision}", "value": best[precision], "unit": "events/s",
               "baseline": base[precision], "ratio": best[precision] / base[precision], "target": target}
    for precision in best:
        yield {"name": f"{title}, {precision}: share of sgemm", "value": share[precision], "unit": "%", "baseline": limit,
               "ratio": share[precision] / 100, "target": 75 if precision == "fp32" else 150}


def main():
    program, out = sys.argv[1], pathlib.Path(sys.argv[2])
    torch.set_num_threads(THREADS)
    torch.manual_seed(1)
    print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads; {BATCH} users x {LENGTH} events a step")
    print(f"{'name':<58}{'value':>12} {'unit':<9}{'baseline':>12}{'ratio':>8}{'target':>8}")
    results = []
    for case in CASES:
        for row in measure(program, *case):
            results.append(row)
            print(f"{row['name']:<58}{row['value']:>12,.0f} {row['unit']:<9}{row['baseline']:>12,.0f}{row['ratio']:>8.2f}"
                  f"{row['target']:>8}", flush=True)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(results, indent=1))


if __name__ == "__main__":
    main()
