# ---
# title: The four equations, and what they cost
# summary: >
#   You turn the four equations of backpropagation into four lines of code, one for each, see why
#   the gradient of a weight matrix is an outer product, check all of it by nudging, and count what
#   you saved: two passes instead of one for every weight.
# follows: [nielsen-ch2]
# teaches: [the four equations, vectorised backpropagation, cost of the gradient]
# duration: 20 min
# level: introductory
# ---

# %% [markdown]
# To learn how the cost reacts to a weight, nudge the weight and run the network again. With a
# million weights that takes a million and one runs. **What do the four equations do, so that two
# passes are enough?**
#
# When you have worked through this page you can
#
# - write the backward pass of a layered network in four lines, and name the equation of each;
# - read the error `delta` of a neuron as the answer to a question about its weighted sum;
# - count what a gradient costs, both ways.
#
# The page follows chapter 2 of Nielsen's book, with its cost: half the squared distance.

# %% [markdown]
# ## A network and its forward pass
#
# Five inputs, six hidden neurons, four outputs. A single example for now, so that `a` and `z` are
# plain vectors, as in the book.

# %% tags=["forward"]
from itertools import pairwise

import numpy as np

from topicsite.lesson import seed

rng = np.random.default_rng(seed(2))
sizes = [5, 6, 4]
w = [rng.normal(size=(n_out, n_in)) for n_in, n_out in pairwise(sizes)]
b = [rng.normal(size=n_out) for n_out in sizes[1:]]
x = rng.uniform(size=5)
y = np.array([0.0, 1.0, 0.0, 0.0])


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def forward(w, b, x):
    zs, activations = [], [x]
    for weights, biases in zip(w, b, strict=True):
        zs.append(weights @ activations[-1] + biases)
        activations.append(sigmoid(zs[-1]))
    return zs, activations


zs, a = forward(w, b, x)
print("output", a[-1].round(3), f" cost {0.5 * np.sum((a[-1] - y) ** 2):.4f}")

# %% [markdown]
# ## The error of a neuron
#
# A demon sits at a neuron and adds a little to its weighted sum `z`. How strongly does the cost
# react? The answer is the neuron's error:
#
# $$\delta_j = \frac{\partial C}{\partial z_j}$$
#
# Why `z`, and not the activation or a weight? Because from there everything else is one step away.
# Read the four lines before you run them. Which of them is used once, and which in every layer?


# %% tags=["backward"]
def slope(z):
    return sigmoid(z) * (1 - sigmoid(z))


def backward(w, zs, a, y):
    """dC/dW and dC/db of each layer, and the errors."""
    delta = [None, None]
    delta[1] = (a[2] - y) * slope(zs[1])  # BP1: the error at the output
    delta[0] = (w[1].T @ delta[1]) * slope(zs[0])  # BP2: the error one layer back
    d_b = [delta[0], delta[1]]  # BP3: a bias gets the error itself
    d_w = [np.outer(delta[0], a[0]), np.outer(delta[1], a[1])]  # BP4: a weight, times its input
    return d_w, d_b, delta


d_w, d_b, delta = backward(w, zs, a, y)
print("error at the output", delta[1].round(4))
print("error one layer back", delta[0].round(4))

# %% [markdown]
# BP1 is used once, at the end. With more layers only BP2 would be repeated. BP3 and BP4 read the
# result off wherever an error is known.
#
# ## What BP4 looks like
#
# Six neurons with five inputs have thirty weights. Do you need thirty computations for their
# gradient? No: an error for each row, an input for each column, and every entry is their product.

# %% tags=["folded"]
# alt: A table of six rows and five columns, coloured by the gradient of each weight of the hidden
# layer, violet below zero and orange above. Left of it the six errors as bars, above it the five
# inputs as bars. Every row is the same pattern of inputs, made stronger or weaker or turned over by
# the error of its neuron.
import matplotlib.pyplot as plt

plt.style.use("topicsite.lesson.figures")
figure, grid = plt.subplots(2, 2, width_ratios=[1, 3], height_ratios=[1, 2.4])
grid[0, 0].axis("off")
grid[0, 1].bar(range(5), a[0], color="#1a5fb4")
grid[0, 1].set(ylabel="input", xticks=range(5))
grid[1, 0].barh(range(6), delta[0], color="#b3450a", hatch="//", edgecolor="white")
grid[1, 0].invert_yaxis()
grid[1, 0].set(xlabel="error", ylabel="neuron", yticks=range(6))
limit = np.abs(d_w[0]).max()
grid[1, 1].imshow(d_w[0], cmap="PuOr_r", vmin=-limit, vmax=limit, aspect="auto")
grid[1, 1].set(xlabel="gradient of the weights", xticks=range(5), yticks=range(6))
_ = grid[1, 1].grid(visible=False)

# %% [markdown]
# Two things can be read off the picture. A weight from a quiet input learns slowly, whatever the
# error. And the gradient of a layer for one example is a matrix of rank one, always.
#
# ## Check it
#
# All 64 weights and biases, each nudged up and down.

# %%
from backprop.gradcheck import check

shapes = [w[0].shape, w[1].shape, b[0].shape, b[1].shape]
ends = np.cumsum([np.prod(shape) for shape in shapes])
passes = 0


def unpack(parameters):
    parts = np.split(parameters, ends[:-1])
    w1, w2, b1, b2 = (part.reshape(shape) for part, shape in zip(parts, shapes, strict=True))
    return [w1, w2], [b1, b2]


def cost_of(parameters):
    global passes
    passes += 1
    return 0.5 * np.sum((forward(*unpack(parameters), x)[1][-1] - y) ** 2)


point = np.concatenate([array.ravel() for array in [*w, *b]])
gradient = np.concatenate([array.ravel() for array in [*d_w, *d_b]])
verdict = check(cost_of, gradient, point)
print(verdict)

# %% [markdown]
# Would the check have noticed a mistake? Leave the slope out of BP2 and see.

# %%
spoiled = gradient.copy()
spoiled[: ends[0]] = np.outer(w[1].T @ delta[1], a[0]).ravel()
without_slope = check(cost_of, spoiled, point)
print(without_slope)


# %% tags=["exercise"]
# exercise: errors-at-any-depth
# title: BP1 and BP2 at any depth
# task: The code above is written out for two layers. Write the errors for any number of them: `w`
# is the list of weight matrices, `zs` of the weighted sums, `y` the target, and `output` what the
# last layer said. The cost is half the squared distance. Return a list of error vectors, one for
# each layer.
# hint: BP1, at the end: how does the cost react to the output, and the output to its sum?
# hint: BP2: each neuron of `layer` collects the errors of those that it feeds, through the weights
#   `w[layer + 1]`. Forward, the rows collect; so backward the columns do.
# hint: For BP2 write `(w[layer + 1].T @ errors[layer + 1]) * sigmoid_slope(zs[layer])`.
# solved: Two lines, and the network may be as deep as it likes. The errors of an earlier layer are
#   made from those of the later one, so the loop has to run backward.
# start:
import numpy as np


def sigmoid_slope(z):
    s = 1 / (1 + np.exp(-z))
    return s * (1 - s)


def errors_of(w, zs, output, y):
    errors = [np.zeros_like(z) for z in zs]
    errors[-1] = output - y  # BP1, unfinished
    for layer in reversed(range(len(zs) - 1)):
        pass  # BP2
    return errors


# wrong: forgets the slope at the output
import numpy as np


def sigmoid_slope(z):
    s = 1 / (1 + np.exp(-z))
    return s * (1 - s)


def errors_of(w, zs, output, y):
    errors = [np.zeros_like(z) for z in zs]
    errors[-1] = 2 * (output - y)
    for layer in reversed(range(len(zs) - 1)):
        back = w[layer + 1].T @ errors[layer + 1]
        errors[layer] = back * sigmoid_slope(zs[layer])
    return errors


# wrong: forgets to transpose
import numpy as np


def sigmoid_slope(z):
    s = 1 / (1 + np.exp(-z))
    return s * (1 - s)


def errors_of(w, zs, output, y):
    errors = [np.zeros_like(z) for z in zs]
    errors[-1] = (output - y) * sigmoid_slope(zs[-1])
    for layer in reversed(range(len(zs) - 1)):
        errors[layer] = (w[layer + 1] @ errors[layer + 1]) * sigmoid_slope(zs[layer])
    return errors


# wrong: takes the weights into the layer, not those out of it
import numpy as np


def sigmoid_slope(z):
    s = 1 / (1 + np.exp(-z))
    return s * (1 - s)


def errors_of(w, zs, output, y):
    errors = [np.zeros_like(z) for z in zs]
    errors[-1] = (output - y) * sigmoid_slope(zs[-1])
    for layer in reversed(range(len(zs) - 1)):
        errors[layer] = (w[layer].T @ errors[layer + 1]) * sigmoid_slope(zs[layer])
    return errors


# wrong: leaves out the slope on the way back
import numpy as np


def sigmoid_slope(z):
    s = 1 / (1 + np.exp(-z))
    return s * (1 - s)


def errors_of(w, zs, output, y):
    errors = [np.zeros_like(z) for z in zs]
    errors[-1] = (output - y) * sigmoid_slope(zs[-1])
    for layer in reversed(range(len(zs) - 1)):
        errors[layer] = w[layer + 1].T @ errors[layer + 1]
    return errors


# solution:
import numpy as np


def sigmoid_slope(z):
    s = 1 / (1 + np.exp(-z))
    return s * (1 - s)


def errors_of(w, zs, output, y):
    errors = [np.zeros_like(z) for z in zs]
    errors[-1] = (output - y) * sigmoid_slope(zs[-1])
    for layer in reversed(range(len(zs) - 1)):
        back = w[layer + 1].T @ errors[layer + 1]
        errors[layer] = back * sigmoid_slope(zs[layer])
    return errors


# check:
import numpy as np

from topicsite.lesson import attempt

draw = np.random.default_rng(5)
matrices = [draw.normal(size=(3, 3)) for _ in range(4)]
sums = [matrices[0] @ draw.normal(size=3)]
for matrix in matrices[1:]:
    sums.append(matrix @ (1 / (1 + np.exp(-sums[-1]))))
said, wanted = 1 / (1 + np.exp(-sums[-1])), np.array([0.0, 1.0, 0.0])
flat = [1 / (1 + np.exp(-z)) * (1 - 1 / (1 + np.exp(-z))) for z in sums]

errors = attempt(errors_of, matrices, sums, said, wanted).items(4, "error vector")
right = (said - wanted) * flat[-1]
errors[3].equals(
    right,
    looks_like=[
        (said - wanted, "The output moves less than its sum: the slope there is missing."),
        (
            2 * (said - wanted),
            "The cost is half the squared distance, so there is no factor of 2; and the slope of "
            "the sigmoid is missing.",
        ),
        (2 * right, "The cost is half the squared distance, so there is no factor of 2."),
    ],
)
for layer in (2, 1, 0):
    later, weights_out = right, matrices[layer + 1]
    right = (weights_out.T @ later) * flat[layer]
    errors[layer].equals(
        right,
        looks_like=[
            (np.zeros(3), "No error has come back to this layer. BP2 takes it there."),
            (
                (weights_out @ later) * flat[layer],
                "The weights are used as on the way forward. Backward they are transposed; the "
                "shapes did not warn you, because all these layers have three neurons.",
            ),
            (
                (matrices[layer].T @ later) * flat[layer],
                "These are the weights that lead into the layer. The error comes back through "
                "those that lead out of it.",
            ),
            (
                weights_out.T @ later,
                "It has come back through the weights, but not yet through "
                "the sigmoid: its slope is missing.",
            ),
        ],
    )


# %% [markdown]
# ## What it costs
#
# Nudge once for each parameter, and compare with a run that is not nudged. How many forward passes
# is that for this network, and how many for a million weights?

# %%
passes = 0
before, step = cost_of(point), 1e-6
by_nudging = [(cost_of(point + step * unit) - before) / step for unit in np.eye(len(point))]
print(f"{len(point)} parameters: {passes} forward passes by nudging")
print(f"largest difference {np.abs(by_nudging - gradient).max():.0e}")

# %% [markdown]
# The backward pass is not free either. Count the multiplications with a weight: forward there is
# one for each. Backward, BP4 makes one for each, and BP2 one for each weight behind the first
# layer.


# %%
def multiplications(sizes):
    """With weights or for their gradient: forward, and backward."""
    weights = [n_in * n_out for n_in, n_out in pairwise(sizes)]
    return sum(weights), sum(weights) + sum(weights[1:])


print("| network | weights | nudging | two passes | saved |")
print("| --- | ---: | ---: | ---: | ---: |")
ratios = []
for layers in ([5, 6, 4], [784, 30, 10], [784, 1000, 200, 80, 10], [100] * 11):
    there, back = multiplications(layers)
    ratios.append(back / there)
    nudging = (there + 1) * there
    name = "-".join(map(str, layers)) if len(layers) < 9 else "ten layers, 100 to 100"
    saved = nudging / (there + back)
    print(f"| {name} | {there:,} | {nudging:,} | {there + back:,} | {saved:,.0f} times |")

print("backward, in forward passes:", " ".join(f"{ratio:.2f}" for ratio in ratios))

# %% [markdown]
# So both passes together cost between two and three forward passes, however many weights there
# are. The third network has a million of them: nudging would take a million and one passes. How far
# the backward pass is above 1 depends on how much of the network lies in its first layer, which has
# nothing to hand back. In a deep network of equal layers it costs nearly two forward passes.
#
# ## A whole mini-batch
#
# The book sums the gradients of the examples in a loop. With an example in each *row*, the same
# four lines do all of them at once, and BP4 becomes one matrix product. That is how
# `backprop.network` is written.

# %%
from backprop.network import Network

network = Network(sizes, initialisation="normal", seed=seed())
network.weights, network.biases = w, b
batch_x = rng.uniform(size=(10, 5))
batch_y = np.eye(4)[rng.integers(4, size=10)]

loop = np.zeros_like(w[0])
for x_one, y_one in zip(batch_x, batch_y, strict=True):
    loop += backward(w, *forward(w, b, x_one), y_one)[0][0] / 10
batch = network.backward(batch_x, batch_y)[0][0]
print(f"largest difference {np.abs(loop - batch).max():.0e}")
print("rank of the gradient: one example", np.linalg.matrix_rank(d_w[0]), end="")
print(", ten examples", np.linalg.matrix_rank(batch))


# %% tags=["exercise"]
# exercise: gradient-of-a-batch
# title: BP3 and BP4 for a whole mini-batch
# task: Now `delta` and `a` have a *row* for each example: `delta` holds the errors of a layer and
# has shape (n, n_out), `a` holds its inputs, (n, n_in). The cost is the average over the examples.
# Return the gradient of the weights, (n_out, n_in), and that of the biases, (n_out,).
# hint: For one example BP4 is an outer product. What is to be done with those of all examples?
# hint: A matrix product adds up over the index that both matrices share. Which shapes do you have,
#   and which do you need?
# hint: The weights get `delta.T @ a / n`, the biases the mean of `delta` over the examples.
# solved: The matrix product has done the loop over the examples for you. This line is the heart of
#   every training step.
# start:
import numpy as np


def gradient_of_batch(delta, a):
    # BP4 and BP3 for the first example alone
    return np.outer(delta[0], a[0]), delta[0]


# wrong: adds up and does not average
def gradient_of_batch(delta, a):
    return delta.T @ a, delta.sum(axis=0)


# wrong: has inputs and outputs the wrong way round
def gradient_of_batch(delta, a):
    n = len(a)
    return a.T @ delta / n, delta.sum(axis=0) / n


# wrong: averages the biases over the neurons
def gradient_of_batch(delta, a):
    n = len(a)
    return delta.T @ a / n, delta.mean(axis=1)


# solution:
def gradient_of_batch(delta, a):
    n = len(a)
    return delta.T @ a / n, delta.mean(axis=0)


# check:
import numpy as np

from topicsite.lesson import attempt

draw = np.random.default_rng(6)
deltas, inputs = draw.normal(size=(4, 2)), draw.normal(size=(4, 3))
d_weights, d_biases = attempt(gradient_of_batch, deltas, inputs).parts(
    "the gradient of the weights", "the gradient of the biases"
)
d_weights.equals(
    deltas.T @ inputs / 4,
    looks_like=[
        (
            np.outer(deltas[0], inputs[0]),
            "It is what the first of the four examples asks for. The others want to be heard, too.",
        ),
        (
            deltas.T @ inputs,
            "It is the sum over the four examples, so it is 4 times too large: the "
            "cost is their average.",
        ),
    ],
)
d_biases.equals(
    deltas.mean(axis=0),
    looks_like=[
        (deltas.sum(axis=0), "It is the sum; the cost is the average of the examples."),
        (
            deltas.mean(axis=1),
            "It has an entry for each example. Average over the examples, and "
            "one for each neuron is left.",
        ),
    ],
)


# %% [markdown]
# ## Does it hold?

# %% tags=["folded"]
from topicsite.lesson import Report

report = Report("nielsen-ch2")
report.holds(
    "equations",
    says="BP1 to BP4 give the gradient",
    found=f"all {len(point)} parameters, relative error {verdict.error:.0e} at most",
    when=lambda checked: checked.agrees,
    of=verdict,
    unlike=without_slope,
)
report.control("BP2 without the slope", f"off by {without_slope.error:.0%}")
report.number("passes", says=len(point) + 1, found=passes, within=0, because="it is a count")
report.holds(
    "price",
    says="the backward pass costs about as much as the forward pass",
    found=" to ".join(f"{ratio:.2f}" for ratio in (min(ratios), max(ratios)))
    + " times the multiplications, the more the deeper",
    when=lambda costs: max(costs) < 1.5,
    of=ratios,
    unlike=[2, 3],
)
print(report)

# %% [markdown]
# ## Try it yourself
#
# - Spoil the other equations, one at a time: BP1 without its slope, BP3 doubled, BP4 with `a[1]`
#   where `a[0]` should be. Which mistake does not even need a check to be found?
# - Give the network a third layer. Which of the four lines do you have to repeat?
# - Make one input 0. Which column of the picture goes blank, and what can the network not learn
#   from this example?
