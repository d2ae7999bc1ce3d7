# ---
# title: A chain of neurons, factor by factor
# summary: >
#   One neuron in each layer, and the derivative is a product whose every factor you can name. Then
#   several neurons in each layer, and one new thing happens: paths meet again, and their shares add
#   up. You compute both, and nudge the network to see that you are right.
# follows: [3b1b-backprop-calculus, prince-udl-ch7]
# teaches: [chain rule, the four equations, gradient as sensitivity]
# duration: 15 min
# level: introductory
# ---

# %% [markdown]
# A weight deep in a network cannot see the cost. It can only move its own neuron a little, which
# moves the next one, and so on. **Can you say from the factors along the way how much of a nudge
# arrives?**
#
# When you have worked through this page you can
#
# - name every factor of the derivative in a chain of single neurons;
# - say what changes for a bias, and what for the neuron before;
# - explain why, with several neurons in a layer, there is a sum, and what goes wrong without it.
#
# The page follows the video *Backpropagation calculus*, and at the end a worked chain from Prince's
# book. The cost of both is $(a - y)^2$, without a factor one half, and so is ours here.

# %% [markdown]
# ## One neuron in each layer
#
# Three neurons in a row. Each takes the one before times a weight, adds a bias, and squashes the
# sum with a sigmoid. The last one should say 1.

# %% tags=["forward"]
import numpy as np


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


weights = [1.4, -2.1, 0.8]
biases = [0.3, 0.5, -0.6]
x, target = 0.7, 1.0


def forward(weights, biases):
    """The weighted sums, and the activations with the input first."""
    zs, activations = [], [x]
    for w, b in zip(weights, biases, strict=True):
        zs.append(w * activations[-1] + b)
        activations.append(sigmoid(zs[-1]))
    return zs, activations


zs, activations = forward(weights, biases)
cost = (activations[-1] - target) ** 2
print("activations", [f"{a:.4f}" for a in activations])
print(f"cost {cost:.4f}")

# %% [markdown]
# Take the last weight first. It moves the sum `z`, the sum moves the activation `a`, and the
# activation moves the cost. Three links, three factors:
#
# $$\frac{\partial C}{\partial w} = a_{\text{before}} \cdot \sigma'(z) \cdot 2(a - y)$$
#
# Before you run the next cell: which of the three factors will be negative, and so what would the
# last weight like to do?

# %% tags=["backward"]


def slope(z):
    return sigmoid(z) * (1 - sigmoid(z))


a_before = activations[-2]
factors = {
    "the sum with the weight": a_before,
    "the activation with the sum": slope(zs[-1]),
    "the cost with the activation": 2 * (activations[-1] - target),
}
last_weight = np.prod(list(factors.values()))
for link, factor in factors.items():
    print(f"{link:29} {factor:8.4f}")
print(f"{'the cost with the weight':29} {last_weight:8.4f}")

# %% [markdown]
# The neuron says too little, so the last factor is negative, and a larger weight makes the cost
# smaller. Only one factor tells the weight from its neighbours:
#
# - the **bias** stands in the sum by itself, so its first factor is 1;
# - the **neuron before** is multiplied by the weight, so its first factor is the weight.

# %% tags=["backward"]
shared = slope(zs[-1]) * 2 * (activations[-1] - target)
last_bias = 1 * shared
neuron_before = weights[-1] * shared
print(f"bias {last_bias:.4f}, neuron before {neuron_before:.4f}")

# %% [markdown]
# The last of the three is the one that keeps the process going. You cannot set an activation. But
# with its derivative in hand you stand before the same question one layer earlier: here is a
# neuron, and there is how the cost reacts to it. So the loop is short.


# %% tags=["backward"]
def backward(weights, zs, activations):
    """How the cost reacts to each weight, to each bias, and to each activation, input first."""
    d_weights, d_biases = np.zeros(3), np.zeros(3)
    d_activations = np.zeros(4)
    d_activations[3] = 2 * (activations[3] - target)
    for layer in (2, 1, 0):
        d_sum = slope(zs[layer]) * d_activations[layer + 1]
        d_weights[layer] = activations[layer] * d_sum
        d_biases[layer] = d_sum
        d_activations[layer] = weights[layer] * d_sum
    return d_weights, d_biases, d_activations


d_weights, d_biases, d_activations = backward(weights, zs, activations)
print("weights", d_weights.round(5))
print("biases ", d_biases.round(5))

# %% [markdown]
# Is it true? Nudge the last weight, its bias and the neuron before, and watch the cost; then all
# six numbers of the chain. And leave out the slope of the sigmoid, to see whether the nudges would
# tell.

# %%
from backprop.gradcheck import check


def last_cost(parameters):
    weight, bias, before = parameters
    return (sigmoid(weight * before + bias) - target) ** 2


def cost_of(parameters):
    return (forward(parameters[:3], parameters[3:])[1][-1] - target) ** 2


here = np.array([weights[-1], biases[-1], a_before])
by_factors = np.array([last_weight, last_bias, neuron_before])
last = check(last_cost, by_factors, here)
two_factors = check(last_cost, by_factors / slope(zs[-1]), here)
chain = check(cost_of, np.concatenate([d_weights, d_biases]), np.concatenate([weights, biases]))
for found in (last, two_factors, chain):
    print(found)

# %% tags=["folded"]
# alt: A line on a logarithmic scale: how strongly the cost reacts to the last activation, the last
# sum, the activation before, and so on back to the input. From 1.2 at the last activation it comes
# down to 0.02 at the input. At every sigmoid it falls by a factor of four or more; only the weights
# 1.4 and -2.1 win a little back.
import matplotlib.pyplot as plt

plt.style.use("topicsite.lesson.figures")
places, sizes = [], []
for layer in (3, 2, 1):
    places += [f"a{layer}", f"z{layer}"]
    sizes += [d_activations[layer], d_activations[layer] * slope(zs[layer - 1])]
figure, axes = plt.subplots()
axes.semilogy([*places, "x"], np.abs([*sizes, d_activations[0]]), "o-", color="#b3450a")
_ = axes.set(xlabel="backward through the chain", ylabel="size of the derivative of the cost")

# %% [markdown]
# Follow the curve from left to right, which is backward. Every step from an `a` to a `z` goes
# through a sigmoid and loses at least three quarters, because its slope is never more than 0.25.
# Only a weight larger than 1 wins something back. Remember this picture when you come to vanishing
# gradients.
#
# ## Several neurons in each layer
#
# Now two layers of three and two neurons. A neuron of the first layer reaches the cost in two ways:
# through the one output and through the other. How do the two shares combine?

# %% tags=["forward"]
from topicsite.lesson import seed

rng = np.random.default_rng(seed(4))
w = rng.normal(size=(2, 3))
a_first = np.array([0.2, 0.9, 0.5])
wanted = np.array([0.0, 1.0])


def layer_cost(a):
    return np.sum((sigmoid(w @ a) - wanted) ** 2)


outputs = sigmoid(w @ a_first)
print("outputs", outputs.round(4), f"cost {layer_cost(a_first):.4f}")

# %% tags=["backward"]
shares = np.zeros((2, 3))
for j in range(2):
    for k in range(3):
        z = w[j] @ a_first
        shares[j, k] = w[j, k] * slope(z) * 2 * (outputs[j] - wanted[j])
print("share through output 0:", shares[0].round(4))
print("share through output 1:", shares[1].round(4))
print("sum of the two:        ", shares.sum(axis=0).round(4))

# %% [markdown]
# Each share is a product like before: weight, slope, error. A nudge goes both ways at once, so the
# effects add up. See what happens if one path is forgotten.

# %%
summed = check(layer_cost, shares.sum(axis=0), a_first)
one_path = check(layer_cost, shares[0], a_first)
print(summed)
print(one_path)

# %% [markdown]
# The two loops say nothing but a matrix product: `w.T @ (slope * 2 * error)`. That is the second of
# Nielsen's four equations, and the reason why a transposed matrix turns up in every backward pass:
# forward, output `j` collects over its inputs `k`; backward, input `k` collects over its outputs
# `j`.

# %%
in_one_line = w.T @ (slope(w @ a_first) * 2 * (outputs - wanted))
print("the same in one line:  ", in_one_line.round(4))


# %% tags=["exercise"]
# exercise: forward-pass
# title: A forward pass through any number of layers
# task: Each layer has a matrix of weights, with a row for each of its neurons, and a vector of
# biases. Complete the loop, so that the list ends with the outputs of the last layer. Every layer
# squashes with the sigmoid.
# hint: What a layer takes in is what the layer before put out: the last item of the list.
# hint: `w @ a` gives all the weighted sums of a layer at once.
# hint: In the loop stands one line, `activations.append(...)`, with the sigmoid of `w @ a + b`.
# solved: The list that you kept is no luxury: the backward pass will ask for every item of it.
# start:
import numpy as np


def run_layers(weights, biases, x):
    """The activations of every layer, the input first."""
    activations = [x]
    for w, b in zip(weights, biases, strict=True):
        pass  # your turn
    return activations


# wrong: feeds every layer with the input
import numpy as np


def run_layers(weights, biases, x):
    activations = [x]
    for w, b in zip(weights, biases, strict=True):
        activations.append(1 / (1 + np.exp(-(w @ x + b))))
    return activations


# wrong: forgets to squash
def run_layers(weights, biases, x):
    activations = [x]
    for w, b in zip(weights, biases, strict=True):
        activations.append(w @ activations[-1] + b)
    return activations


# wrong: leaves out the biases
import numpy as np


def run_layers(weights, biases, x):
    activations = [x]
    for w, _ in zip(weights, biases, strict=True):
        activations.append(1 / (1 + np.exp(-(w @ activations[-1]))))
    return activations


# wrong: returns the outputs alone
import numpy as np


def run_layers(weights, biases, x):
    for w, b in zip(weights, biases, strict=True):
        x = 1 / (1 + np.exp(-(w @ x + b)))
    return x


# solution:
import numpy as np


def run_layers(weights, biases, x):
    """The activations of every layer, the input first."""
    activations = [x]
    for w, b in zip(weights, biases, strict=True):
        activations.append(1 / (1 + np.exp(-(w @ activations[-1] + b))))
    return activations


# check:
import numpy as np

from topicsite.lesson import AnswerError, attempt

draw = np.random.default_rng(1)
matrices = [draw.normal(size=(2, 2)) for _ in range(3)]
vectors = [draw.normal(size=2) for _ in range(3)]
first_input = np.array([0.5, -1.0])
answer = attempt(run_layers, matrices, vectors, first_input)
if isinstance(answer.value, list) and len(answer.value) == 1:
    raise AnswerError(
        "The list holds the input and nothing else: the loop has run, and no layer has put out "
        "anything. Append what it puts out."
    )
layers = answer.items(4, "item")
layers[0].equals(first_input)
previous = first_input
for number, (matrix, vector) in enumerate(zip(matrices, vectors, strict=True), 1):
    sums = matrix @ previous + vector
    right = 1 / (1 + np.exp(-sums))
    layers[number].equals(
        right,
        looks_like=[
            (sums, "These are the weighted sums. The sigmoid is missing."),
            (1 / (1 + np.exp(vector - sums)), "The biases have not been added."),
            (
                1 / (1 + np.exp(-(matrix @ first_input) - vector)),
                "This layer was fed with the input `x`. It should get what the layer before it "
                "put out.",
            ),
        ],
    )
    previous = right


# %% [markdown]
# ## Other links, the same rule
#
# Nothing so far depended on the sigmoid. Prince's book starts from a chain whose links are a sine,
# an exponential and a cosine, and prints every value on both ways. Four weighted sums `f`, three
# functions, and the squared distance from 2. Carry it through yourself before you run the cells; a
# calculator will do.

# %% tags=["forward"]
betas, omegas = [1.0, 2.0, -3.0, 0.4], [0.1, -0.4, 2.0, 3.0]
hs, fs = [2.3], []
for beta, omega, function in zip(betas, omegas, (np.sin, np.exp, np.cos, None), strict=True):
    fs.append(beta + omega * hs[-1])
    if function is not None:
        hs.append(function(fs[-1]))
loss = (fs[-1] - 2) ** 2
there = [fs[0], hs[1], fs[1], hs[2], fs[2], hs[3], fs[3], loss]
print("f0 h1 f1 h2 f2 h3 f3, loss: ", " ".join(f"{float(value):.3f}" for value in there))

# %% tags=["backward"]
d_f3 = 2 * (fs[3] - 2)
d_h3 = omegas[3] * d_f3
d_f2 = -np.sin(fs[2]) * d_h3  # the slope of the cosine
d_h2 = omegas[2] * d_f2
d_f1 = np.exp(fs[1]) * d_h2
d_h1 = omegas[1] * d_f1
d_f0 = np.cos(fs[0]) * d_h1
d_omega_0 = hs[0] * d_f0
back = [d_f3, d_h3, d_f2, d_h2, d_f1, d_h1, d_f0]
print("f3 h3 f2 h2 f1 h1 f0:       ", " ".join(f"{float(value):.3f}" for value in back))
print(f"the first weight: {d_omega_0:.3f}")

# %% [markdown]
# At the exponential the gradient grows on its way back, from 3.4 to 17. A sigmoid could never do
# that.
#
# ## Does it hold?

# %% tags=["folded"]
from topicsite.lesson import Report

report = Report("3b1b-backprop-calculus")
report.holds(
    "factors",
    says="three factors; the first is 1 for a bias, the weight for the neuron before",
    found=f"relative error {last.error:.0e} at most; {chain.error:.0e} over three layers",
    when=lambda checked: all(found.agrees for found in checked),
    of=[last, chain],
    unlike=[two_factors, chain],
)
report.control("the slope left out", f"relative error {two_factors.error:.0%}")
report.holds(
    "sum",
    says="a sum over the neurons of the next layer",
    found=f"relative error {summed.error:.0e}",
    when=lambda checked: checked.agrees,
    of=summed,
    unlike=one_path,
)
report.control("one path alone", f"relative error {one_path.error:.0%}")
print(report)

book = Report("prince-udl-ch7")
printed = {"within": 0.0005, "because": "half of the third decimal"}
book.number(
    "forward",
    says=[1.230, 0.942, 1.623, 5.068, 7.137, 0.657, 2.372, 0.139],
    found=there,
    digits=4,
    **printed,
)
book.number(
    "backward",
    says=[0.745, 2.234, -1.683, -3.366, -17.060, 6.824, 2.281],
    found=back,
    digits=5,
    **printed,
)
book.number("first-weight", says=5.246, found=d_omega_0, digits=4, **printed)
print()
print(book)

# %% [markdown]
# ## Try it yourself
#
# - Set the second weight to 0. Which of the six derivatives become 0, and why not the one of that
#   weight itself?
# - Give the last neuron the target 0.3. Which signs turn over, and why all of them at once?
# - Make the three weights ten times as large. They should win back what the sigmoids lose. Why does
#   the curve fall even more steeply instead?
