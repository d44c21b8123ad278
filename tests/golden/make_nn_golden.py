#!/usr/bin/env python3
"""Writes nn_golden.txt beside this file with PyTorch (pip install torch numpy), for nn's golden test:
a GRU over two sequences, a layer norm, a softmax cross-entropy and transformer blocks, forward and backward. Each line is
a name, the number of values and the values. Run again only when a case changes."""
import pathlib

import torch

torch.manual_seed(7)
torch.set_default_dtype(torch.float64)
STEPS, LANES, INPUT, HIDDEN, CLASSES = 4, 2, 3, 5, 6
BLOCK, FEED = 6, 5
lines = []


def put(name, tensor):
    values = tensor.detach().contiguous().flatten().tolist()
    lines.append(" ".join([name, str(len(values)), *(f"{v:.9g}" for v in values)]))


def gru():
    layer = torch.nn.GRU(INPUT, HIDDEN)
    # Our reset and update gates have one bias: PyTorch's second one stays 0 there.
    with torch.no_grad():
        layer.bias_hh_l0[:2 * HIDDEN] = 0
    x = torch.randn(STEPS, LANES, INPUT, requires_grad=True)
    start = torch.randn(1, LANES, HIDDEN, requires_grad=True)
    direction = torch.randn(STEPS, LANES, HIDDEN)
    y, _ = layer(x, start)
    (y * direction).sum().backward()
    # Ours are (in, out).
    put("gru_projection", layer.weight_ih_l0.T)
    put("gru_bias", layer.bias_ih_l0)
    put("gru_recurrent", layer.weight_hh_l0.T)
    put("gru_bias_n", layer.bias_hh_l0[2 * HIDDEN:])
    put("gru_x", x)
    put("gru_start", start)
    put("gru_direction", direction)
    put("gru_y", y)
    put("gru_d_projection", layer.weight_ih_l0.grad.T)
    put("gru_d_bias", layer.bias_ih_l0.grad)
    put("gru_d_recurrent", layer.weight_hh_l0.grad.T)
    put("gru_d_bias_n", layer.bias_hh_l0.grad[2 * HIDDEN:])
    put("gru_d_x", x.grad)
    put("gru_d_start", start.grad)


def layer_norm():
    layer = torch.nn.LayerNorm(HIDDEN)
    with torch.no_grad():
        layer.weight.copy_(torch.randn(HIDDEN))
        layer.bias.copy_(torch.randn(HIDDEN))
    x = torch.randn(STEPS, HIDDEN, requires_grad=True)
    direction = torch.randn(STEPS, HIDDEN)
    y = layer(x)
    (y * direction).sum().backward()
    put("norm_gain", layer.weight)
    put("norm_bias", layer.bias)
    put("norm_x", x)
    put("norm_direction", direction)
    put("norm_y", y)
    put("norm_d_gain", layer.weight.grad)
    put("norm_d_bias", layer.bias.grad)
    put("norm_d_x", x.grad)


def softmax():
    outputs = torch.randn(STEPS, HIDDEN, requires_grad=True)
    items = torch.randn(CLASSES, HIDDEN, requires_grad=True)
    bias = torch.randn(CLASSES, requires_grad=True)
    targets = torch.tensor([0, 5, 2, 2])
    loss = torch.nn.functional.cross_entropy(outputs @ items.T + bias, targets, reduction="sum")
    loss.backward()
    put("softmax_outputs", outputs)
    put("softmax_items", items)
    put("softmax_bias", bias)
    put("softmax_targets", targets.double())
    put("softmax_loss", loss)
    put("softmax_d_outputs", outputs.grad)
    put("softmax_d_items", items.grad)
    put("softmax_d_bias", bias.grad)


def put_block(prefix, weights, x, direction, y):
    for name, weight in weights.items():
        put(prefix + name, weight)
        put(prefix + "d_" + name, weight.grad)
    for name, value in [("x", x), ("direction", direction), ("y", y), ("d_x", x.grad)]:
        put(prefix + name, value)


def block():
    """PyTorch's own pre-norm layer, two heads, causal."""
    layer = torch.nn.TransformerEncoderLayer(BLOCK, 2, FEED, dropout=0.0, norm_first=True, batch_first=True)
    layer.train()
    for parameter in layer.parameters():
        with torch.no_grad():
            parameter.copy_(torch.randn_like(parameter) * 0.4)
    x = torch.randn(1, STEPS, BLOCK, requires_grad=True)
    direction = torch.randn(1, STEPS, BLOCK)
    mask = torch.full((STEPS, STEPS), float("-inf")).triu(1)
    y = layer(x, src_mask=mask)
    (y * direction).sum().backward()
    own = {}

    def add(name, value, gradient):
        value = value.detach().clone()
        value.grad = gradient.detach().clone()
        own[name] = value

    def add_norm(name, norm):
        add(name, torch.stack([norm.weight, norm.bias]), torch.stack([norm.weight.grad, norm.bias.grad]))

    def add_linear(name, weight, bias):
        add(name, weight.T, weight.grad.T)
        add(name + "_bias", bias, bias.grad)

    add_norm("attention_norm", layer.norm1)
    add_linear("qkv", layer.self_attn.in_proj_weight, layer.self_attn.in_proj_bias)
    add_linear("out", layer.self_attn.out_proj.weight, layer.self_attn.out_proj.bias)
    add_norm("feed_norm", layer.norm2)
    add_linear("up", layer.linear1.weight, layer.linear1.bias)
    add_linear("down", layer.linear2.weight, layer.linear2.bias)
    put_block("block_", own, x, direction, y)


def gated_block():
    """Gated residuals and SwiGLU by PyTorch's functions, one head."""
    shapes = {"attention_norm": (2, BLOCK), "qkv": (BLOCK, 3 * BLOCK), "qkv_bias": (3 * BLOCK,), "out": (BLOCK, BLOCK),
              "out_bias": (BLOCK,), "feed_norm": (2, BLOCK), "up": (BLOCK, 2 * FEED), "up_bias": (2 * FEED,),
              "down": (FEED, BLOCK), "down_bias": (BLOCK,), "attention_gate": (BLOCK, BLOCK),
              "attention_gate_bias": (BLOCK,), "feed_gate": (BLOCK, BLOCK), "feed_gate_bias": (BLOCK,)}
    w = {name: (torch.randn(shape) * 0.4).requires_grad_() for name, shape in shapes.items()}
    x = torch.randn(STEPS, BLOCK, requires_grad=True)
    direction = torch.randn(STEPS, BLOCK)
    functional = torch.nn.functional
    normal = functional.layer_norm(x, (BLOCK,), w["attention_norm"][0], w["attention_norm"][1])
    q, k, v = (normal @ w["qkv"] + w["qkv_bias"]).chunk(3, dim=-1)
    scores = q @ k.T / BLOCK**0.5 + torch.full((STEPS, STEPS), float("-inf")).triu(1)
    mixed = scores.softmax(-1) @ v
    middle = x + (x @ w["attention_gate"] + w["attention_gate_bias"]).sigmoid() * (mixed @ w["out"] + w["out_bias"])
    normal = functional.layer_norm(middle, (BLOCK,), w["feed_norm"][0], w["feed_norm"][1])
    a, b = (normal @ w["up"] + w["up_bias"]).chunk(2, dim=-1)
    inner = (functional.silu(a) * b) @ w["down"] + w["down_bias"]
    y = middle + (middle @ w["feed_gate"] + w["feed_gate_bias"]).sigmoid() * inner
    (y * direction).sum().backward()
    put_block("gated_", w, x, direction, y)


gru()
layer_norm()
softmax()
block()
gated_block()
pathlib.Path(__file__).with_name("nn_golden.txt").write_text("\n".join(lines) + "\n")
