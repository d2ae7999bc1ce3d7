# ---
# title: Where the gradient goes
# summary: >
#   You follow the gradient back through deep networks and see it fade, layer by layer. You learn
#   why the sigmoid can do no better than a quarter, how the first weights decide whether anything
#   arrives at all, and which rule keeps the signal alive through ten layers.
# follows: [nielsen-ch5, glorot-bengio-2010]
# teaches: [vanishing gradients, weight initialisation, activation functions]
# duration: 20 min
# level: intermediate
# ---

# %% [markdown]
# A network with four hidden layers can do all that one with a single layer can. **So why did its
# first layers learn next to nothing, for twenty years?**
#
# When you have worked through this page you can
#
# - predict by how much a gradient shrinks from layer to layer;
# - measure it in a network of your own, before you train it for a week;
# - choose first weights so that neither the signal nor the gradient fades.
#
# The page follows chapter 5 of Nielsen's book, and then Glorot and Bengio's remedy.

# %% [markdown]
# ## At most a quarter
#
# Take the simplest deep network: one neuron in each layer, four layers. The gradient of the first
# bias is a product with, for every layer, a slope of the sigmoid, and for every layer but the first
# a weight. How large can a slope be? Look for the largest one.

# %%
import numpy as np


def sigmoid(z):
    return 0.5 * np.tanh(0.5 * z) + 0.5


def slope(z):
    return sigmoid(z) * (1 - sigmoid(z))


z = np.linspace(-10, 10, 20001)
print(f"largest slope {slope(z).max():.6f}, at z = {z[slope(z).argmax()]:.4f}")

# %% [markdown]
# A quarter, and less everywhere else. So with weights smaller than 1 every layer multiplies the
# gradient by less than a quarter. Two layers further back there is less than a sixteenth left.
# Check it on ten thousand random chains, and look for one that breaks the rule.

# %%
rng = np.random.default_rng(0)
w = rng.uniform(-1, 1, size=(4, 10_000))
b = rng.normal(size=(4, 10_000))
a = rng.uniform(size=10_000)
slopes = []
for layer in range(4):
    slopes.append(slope(w[layer] * a + b[layer]))
    a = sigmoid(w[layer] * a + b[layer])

# From the cost back: dC/db3 and dC/db1 have the factors behind layer 3 in common.
ratio = np.abs(slopes[0] * w[1] * slopes[1] * w[2])
half = np.median(ratio)
print(f"the first bias against the third: at most {ratio.max():.4f}, half below {half:.4f}")

# %% [markdown]
# ## Layers of thirty
#
# In a real network many paths add up, so the product is no bound any more. Measure instead: a
# network that reads digits, as it stands before any training, and the length of the gradient of the
# biases in each hidden layer. The book takes 1,000 of its pictures; here are as many of 8 by 8
# pixels. The cost is the cross-entropy, as in the book's second program, and the biases are random.

# %% tags=["backward"]
from backprop.datasets import digits, one_hot
from backprop.network import Network

images, labels = digits()
x, y = images[:1000], one_hot(labels[:1000], 10)


def speeds(hidden_layers, seed, initialisation="scaled", hidden="sigmoid"):
    """The length of the gradient of the biases, for each hidden layer."""
    network = Network(
        [64, *[30] * hidden_layers, 10],
        hidden=hidden,
        cost="cross-entropy",
        initialisation=initialisation,
        seed=seed,
    )
    rng = np.random.default_rng(seed + 100)
    for biases in network.biases:
        biases[:] = rng.normal(size=biases.shape)
    return [np.linalg.norm(d_bias) for d_bias in network.backward(x, y)[1][:-1]]


book = {2: [0.07, 0.31], 3: [0.012, 0.060, 0.283], 4: [0.003, 0.017, 0.070, 0.285]}
ours = {n: np.array([speeds(n, seed) for seed in range(20)]) for n in book}
print("| hidden layers | in the book | here, median of 20 starts |")
print("| ---: | --- | --- |")
for n, lengths in ours.items():
    median = np.median(lengths, axis=0)
    print(f"| {n} |", *book[n], "|", *median.round(3), "|")

# %% [markdown]
# Other pictures, other random weights, and nearly his numbers. Each layer further back learns four
# or five times as slowly. Was that luck of the draw? In how many of the twenty networks does every
# layer learn more slowly than the next?

# %%
in_order = sum(all(np.diff(lengths) > 0) for lengths in ours[4])
print(f"{in_order} of 20")

# %% tags=["folded"]
# alt: Three falling lines, for networks with two, three and four hidden layers: the length of the
# gradient against how many layers lie between a layer and the output, on a logarithmic axis. The
# lines lie nearly on each other, and each step back costs a factor of about five.
import matplotlib.pyplot as plt

plt.style.use("topicsite.lesson.figures")
figure, axes = plt.subplots()
for (n, lengths), marker, colour in zip(
    ours.items(), "os^", ("#1a5fb4", "#5d5a55", "#b3450a"), strict=True
):
    axes.semilogy(
        range(n),
        np.median(lengths, axis=0)[::-1],
        marker=marker,
        color=colour,
        label=f"{n} hidden layers",
    )
axes.set(xlabel="layers behind it", ylabel="length of the gradient", xticks=range(4))
_ = axes.legend()

# %% [markdown]
# ## The weights to start with
#
# Glorot and Bengio asked what the *first* weights do to this. For ten layers of 500 with tanh, they
# draw them in two ways. The usual one of the time was uniform between plus and minus
# $1/\sqrt{n}$. What is the variance of such a weight, times $n$?

# %%
n, layers = 500, 10
old = rng.uniform(-1, 1, size=(n, n)) / np.sqrt(n)
variance = n * old.var()
print(f"n times the variance: {variance:.3f}")

# %% [markdown]
# A third. So each layer keeps about a third of the variance of what it gets, and after ten of them
# nearly nothing is left. Their rule chooses the variance as 2 divided by the sum of inputs and
# outputs, which is the compromise between keeping the activations alive on the way forward and the
# gradient on the way back. Follow both.


# %%
def follow(reach):
    """Spread of the activations after each layer, and variance of the gradient at each layer."""
    rng = np.random.default_rng(1)
    w = [rng.uniform(-reach, reach, size=(n, n)) for _ in range(layers)]
    activations = [rng.normal(size=(100, n))]
    for weights in w:
        activations.append(np.tanh(activations[-1] @ weights.T))
    error = rng.normal(size=(100, n))
    errors = []
    for weights, a in zip(reversed(w), reversed(activations), strict=False):
        error = error * (1 - a**2) if errors else error
        errors.insert(0, error.var())
        error = error @ weights
    return [a.std() for a in activations[1:]], errors


reaches = {"usual": 1 / np.sqrt(n), "normalised": np.sqrt(6 / (n + n))}
results = {name: follow(reach) for name, reach in reaches.items()}
for name, (spreads, variances) in results.items():
    print(f"{name}: activations after layer 10 {spreads[-1]:.4f}, ", end="")
    print(f"variance of the gradient, first against last layer {variances[0] / variances[-1]:.1e}")

# %% tags=["folded"]
# alt: Two panels over the ten layers, both with a logarithmic axis. Left, the spread of the
# activations: with the usual weights it falls steadily to 0.003, with the normalised ones only to
# 0.2. Right, the variance of the gradient, which falls from the last layer to the first: with the
# usual weights by more than ten thousand, with the normalised ones by about ten.
figure, panels = plt.subplots(1, 2)
for (name, curves), colour, marker in zip(
    results.items(), ("#b3450a", "#1a5fb4"), "os", strict=True
):
    for axes, curve in zip(panels, curves, strict=True):
        axes.semilogy(range(1, 11), curve, color=colour, marker=marker, ms=4, label=name)
panels[0].set(xlabel="layer", ylabel="spread of the activations", xticks=[1, 4, 7, 10])
panels[1].set(xlabel="layer", ylabel="variance of the gradient", xticks=[1, 4, 7, 10])
_ = panels[0].legend(loc="lower left")

# %% [markdown]
# ## Does it hold?

# %% tags=["folded"]
from topicsite.lesson import Report

chapter = Report("nielsen-ch5")
chapter.number("quarter", says=0.25, found=slope(z).max(), within=1e-12)
chapter.holds(
    "sixteen",
    says="at least 16 times smaller",
    found=f"at least {1 / ratio.max():.1f} times in 10,000 chains",
    when=ratio.max() < 1 / 16,
)
within_range = [
    low <= stated <= high
    for n in book
    for low, stated, high in zip(ours[n].min(axis=0), book[n], ours[n].max(axis=0), strict=True)
]
chapter.holds(
    "lengths",
    says="0.003, 0.017, 0.070, 0.285 with four hidden layers",
    found=", ".join(f"{length:.3f}" for length in np.median(ours[4], axis=0))
    + f"; {sum(within_range)} of his {len(within_range)} lie within the range of our starts",
    when=all(within_range),
)
chapter.holds(
    "slower",
    says="the further back, the slower",
    found=f"in {in_order} of 20 starts",
    when=in_order == 20,
)
print(chapter)

# %% tags=["folded"]
remedy = Report("glorot-bengio-2010")
remedy.number("third", says=1 / 3, found=variance, within=0.01, digits=3)
forward_gain = results["normalised"][0][-1] / results["usual"][0][-1]
backward_gain = np.divide(*results["normalised"][1][:: layers - 1]) / np.divide(
    *results["usual"][1][:: layers - 1]
)
remedy.holds(
    "signal",
    says="the activations keep their spread",
    found=f"after ten layers {forward_gain:.0f} times as wide as with the usual weights",
    when=forward_gain > 10,
)
remedy.holds(
    "gradient",
    says="the gradient keeps its variance",
    found=f"{backward_gain:,.0f} times as much arrives at the first layer",
    when=backward_gain > 100,
)
print(remedy)

# %% [markdown]
# ## Try it yourself
#
# - Call `speeds(4, seed=0, initialisation="normal")`. The weights are larger now. Does the gradient
#   fade more or less, and what is the price?
# - Add `hidden="relu", initialisation="he"`. By how much does the gradient fade per layer?
# - In `follow`, look for the reach that keeps the activations exactly as wide as they are. Is it
#   the one that keeps the gradient, too?
