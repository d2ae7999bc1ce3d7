# ---
# title: Where the gradient goes
# summary: >
#   You follow the gradient back through deep networks and see it fade, layer by layer. You learn
#   why the sigmoid can do no better than a quarter, how the first weights decide whether anything
#   arrives at all, and how much of the signal a famous rule saves through ten layers.
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
# - choose first weights so that far less of the signal and of the gradient is lost, and say why the
#   rule for them does not save all of it.
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

from topicsite.lesson import seed, seeds


def sigmoid(z):
    return 0.5 * np.tanh(0.5 * z) + 0.5


def slope(z):
    return sigmoid(z) * (1 - sigmoid(z))


z = np.linspace(-10, 10, 20001)
print(f"largest slope {slope(z).max():.6f}, at z = {z[slope(z).argmax()]:.4f}")

# %% [markdown]
# A quarter, and less everywhere else. It has to be, for an output $a$ has the slope
# $a(1 - a) = \frac{1}{4} - (a - \frac{1}{2})^2$, and the square takes something away unless
# $a = \frac{1}{2}$. So with weights smaller than 1 every layer multiplies the gradient by less than
# a quarter, and two layers further back there is less than a sixteenth left. That is a proof. See
# it at work in ten thousand random chains, and in the same chains with tanh, whose slope goes up
# to 1.

# %%
rng = np.random.default_rng(seed(0))
w = rng.uniform(-1, 1, size=(4, 10_000))
b = rng.normal(size=(4, 10_000))
first_input = rng.uniform(size=10_000)


def tanh_slope(z):
    return 1 - np.tanh(z) ** 2


def first_against_third(squash, slope):
    """How large the gradient of the first bias is if that of the third is 1."""
    a, slopes = first_input, []
    for layer in range(4):
        slopes.append(slope(w[layer] * a + b[layer]))
        a = squash(w[layer] * a + b[layer])
    # From the cost back: dC/db3 and dC/db1 have the factors behind layer 3 in common.
    return np.abs(slopes[0] * w[1] * slopes[1] * w[2])


ratio, tanh_ratio = first_against_third(sigmoid, slope), first_against_third(np.tanh, tanh_slope)
for name, found in (("sigmoid", ratio), ("tanh", tanh_ratio)):
    print(f"{name}: at most {found.max():.4f}, half of the chains below {np.median(found):.4f}")

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


def speeds(hidden_layers, start, initialisation="scaled", hidden="sigmoid"):
    """The length of the gradient of the biases, for each hidden layer."""
    network = Network(
        [64, *[30] * hidden_layers, 10],
        hidden=hidden,
        cost="cross-entropy",
        initialisation=initialisation,
        seed=start,
    )
    rng = np.random.default_rng(start + 100)
    for biases in network.biases:
        biases[:] = rng.normal(size=biases.shape)
    return [np.linalg.norm(d_bias) for d_bias in network.backward(x, y)[1][:-1]]


def lengths_of(hidden_layers, **choices):
    """The same for twenty starts, one a row."""
    return np.array([speeds(hidden_layers, start, **choices) for start in seeds(20)])


book = {2: [0.07, 0.31], 3: [0.012, 0.060, 0.283], 4: [0.003, 0.017, 0.070, 0.285]}
ours = {n: lengths_of(n) for n in book}
medians = {n: np.median(lengths, axis=0) for n, lengths in ours.items()}
print("| hidden layers | in the book | here, median of 20 starts |")
print("| ---: | --- | --- |")
for n, median in medians.items():
    print(f"| {n} |", *book[n], "|", *median.round(3), "|")


def factors(lengths, others):
    """How many times one is as long as the other, whichever is longer."""
    return np.exp(np.abs(np.log(np.divide(lengths, others))))


single = max(factors(ours[n], medians[n]).max() for n in book)
print(f"a single start of ours is up to {single:.1f} times off its median")

# %% [markdown]
# Other pictures, other random weights, and nearly his numbers: each layer further back learns four
# or five times as slowly. How near should they be? His are one start each, and single starts of
# ours stray from their median by a factor of two and more. So take his for the same if they lie
# within a factor of two of our medians.
#
# Was the order luck of the draw? In how many of the twenty networks does every layer learn more
# slowly than the next? And what if the units are ReLUs, whose slope is 1 where they are on, with
# weights to suit them?

# %%
in_order = (np.diff(ours[4]) > 0).all(axis=1)
relus = lengths_of(4, initialisation="he", hidden="relu")
relus_in_order = (np.diff(relus) > 0).all(axis=1)
print(f"sigmoids: {in_order.sum()} of 20 in order")
print(f"ReLUs: {relus_in_order.sum()} of 20; median lengths", *np.median(relus, axis=0).round(2))

# %% tags=["folded"]
# alt: Three falling lines, for networks with two, three and four hidden layers: the length of the
# gradient against how many layers lie between a layer and the output, on a logarithmic axis. The
# lines lie nearly on each other, and each step back costs a factor of about five.
import matplotlib.pyplot as plt

plt.style.use("topicsite.lesson.figures")
figure, axes = plt.subplots()
for (n, median), marker, colour in zip(
    medians.items(), "os^", ("#1a5fb4", "#5d5a55", "#b3450a"), strict=True
):
    axes.semilogy(
        range(n),
        median[::-1],
        marker=marker,
        color=colour,
        label=f"{n} hidden layers",
    )
axes.set(xlabel="layers behind it", ylabel="length of the gradient", xticks=range(4))
_ = axes.legend()

# %% [markdown]
# ## The weights to start with
#
# Glorot and Bengio asked what the *first* weights do to this. The usual ones of the time were drawn
# evenly between plus and minus $1/\sqrt{n}$. What is the variance of such a weight, times $n$?

# %%
n, layers, starts = 200, 10, 10
unit = rng.uniform(-1, 1, size=(layers, starts, n, n))  # between -1 and 1, still to be scaled
usual_variance = n * (unit / np.sqrt(n)).var()
print(f"n times the variance: {usual_variance:.3f}")

# %% [markdown]
# A third: the mean of $w^2$ between $-r$ and $r$ is $r^2/3$. So each layer keeps about a third of
# the variance of what it gets, and after ten of them nearly nothing is left. Their rule chooses
# the variance as 2 divided by the sum of inputs and outputs, which is the compromise between
# keeping the activations alive on the way forward and the gradient on the way back.
#
# Follow both through ten layers of 200 units with tanh, more layers than the paper has, so that you
# can see what happens. The rule is derived as if tanh were a straight line. So take the same
# weights without the tanh as well. What do you expect of the three?


# %%
inputs = rng.normal(size=(starts, 50, n))
arriving = rng.normal(size=(starts, 50, n))


def follow(reach, squash=np.tanh, slope=lambda a: 1 - a**2, inputs=inputs):
    """Variance of the activations after each layer, and of the gradient there, for each start."""
    activations = [inputs]
    for w in unit:
        activations.append(squash(activations[-1] @ (reach * w.swapaxes(-1, -2))))
    errors = [arriving]
    for w, a in zip(unit[:0:-1], activations[-2:0:-1], strict=True):
        errors.insert(0, errors[0] @ (reach * w) * slope(a))
    return [np.array([v.var(axis=(1, 2)) for v in way]) for way in (activations[1:], errors)]


def straight(z):
    return z


usual, rule = 1 / np.sqrt(n), np.sqrt(6 / (n + n))
results = {
    "usual": follow(usual),
    "normalised": follow(rule),
    "no tanh": follow(rule, straight, np.ones_like),
}
# Of the signal the last layer against the first; of the gradient the first against the last.
kept = {name: (there[-1] / there[0], back[0] / back[-1]) for name, (there, back) in results.items()}
print("| weights | variance of the signal kept | variance of the gradient kept |")
print("| --- | ---: | ---: |")
for name, parts in kept.items():
    print(f"| {name} |", " | ".join(f"{np.median(part):.2g}" for part in parts), "|")
small = follow(rule, inputs=0.1 * inputs)
small_kept = np.median(small[0][-1] / small[0][0]), np.median(small[1][0] / small[1][-1])
print("normalised, inputs a tenth as large: {:.2g} and {:.2g}".format(*small_kept))

# %% tags=["folded"]
# alt: Two panels over the ten layers, both with a logarithmic axis. Left, the variance of the
# activations: with the usual weights it falls steadily to about a hundred-thousandth, with the
# normalised ones to about 0.05, and without the tanh it stays level at 1. Right, the variance of
# the gradient, which falls from the last layer to the first: with the usual weights by more than
# ten thousand, with the normalised ones by about twelve, and without the tanh not at all.
figure, panels = plt.subplots(1, 2)
for (name, curves), colour, marker in zip(
    results.items(), ("#b3450a", "#1a5fb4", "#5d5a55"), "os^", strict=True
):
    for axes, curve in zip(panels, curves, strict=True):
        variances = np.median(curve, axis=1)
        axes.semilogy(range(1, 11), variances, color=colour, marker=marker, ms=4, label=name)
panels[0].set(xlabel="layer", ylabel="variance of the activations", xticks=[1, 4, 7, 10])
panels[1].set(xlabel="layer", ylabel="variance of the gradient", xticks=[1, 4, 7, 10])
_ = panels[0].legend(loc="lower left")

# %% [markdown]
# Without the tanh the rule does just what it promises. With it, each layer flattens its sums a
# little, and over ten layers that adds up: the variance is not kept. But compare it with the usual
# weights, of which nothing is left. That is why the rule has lasted.
#
# ## Does it hold?

# %% tags=["folded"]
from topicsite.lesson import Report

chapter = Report("nielsen-ch5")
chapter.proved(
    "quarter",
    says="at most 0.25, at 0",
    found=f"{slope(z).max():.6f}, at {z[slope(z).argmax()]:.4f}",
    when=lambda slopes: slopes.max() == slopes[len(z) // 2] == 0.25,
    of=slope(z),
    unlike=tanh_slope(z),
)
chapter.proved(
    "sixteen",
    says="at least 16 times smaller",
    found=f"at least {1 / ratio.max():.1f} times in 10,000 chains",
    when=lambda ratios: ratios.max() < 1 / 16,
    of=ratio,
    unlike=tanh_ratio,
)
chapter.control("tanh in place of the sigmoid", f"at least {1 / tanh_ratio.max():.1f} times")
off = max(factors(medians[n], book[n]).max() for n in book)
tanh_medians = {n: np.median(lengths_of(n, hidden="tanh"), axis=0) for n in book}
chapter.holds(
    "lengths",
    says="0.003, 0.017, 0.070, 0.285 with four hidden layers",
    found=", ".join(f"{length:.3f}" for length in medians[4])
    + f"; all nine within a factor of {off:.1f}, where 2 is allowed",
    when=lambda found: all(factors(found[n], book[n]).max() < 2 for n in book),
    of=medians,
    unlike=tanh_medians,
)
chapter.control(
    "tanh in place of the sigmoid", ", ".join(f"{length:.3f}" for length in tanh_medians[4])
)
chapter.trials(
    "slower",
    says="the further back, the slower, as a rule",
    shows=in_order,
    expects="mostly",
)
chapter.control("ReLUs with weights to suit them", f"in {relus_in_order.sum()} of 20 starts")
print(chapter)

# %% tags=["folded"]
remedy = Report("glorot-bengio-2010")
remedy.proved(
    "third",
    says="n times the variance is 1/3",
    found=f"{usual_variance:.4f} in {unit.size:,} weights",
    when=lambda variance: abs(variance - 1 / 3) < 0.001,
    of=usual_variance,
    unlike=rng.normal(size=100_000).var(),  # weights from a bell curve as wide
)
for side, claim in enumerate(("signal", "gradient")):
    remedy.number(
        claim,
        says=1,
        found=np.median(kept["normalised"][side]),
        within=0.5,
        because="“approximately” is read as half to one and a half times",
        digits=2,
    )
    remedy.control("usual weights in place of the rule", f"{np.median(kept['usual'][side]):.1g}")
    low, high = kept["no tanh"][side].min(), kept["no tanh"][side].max()
    remedy.control("no tanh", f"{low:.2f} to {high:.2f} in {starts} starts")
print(remedy)

# %% [markdown]
# ## Try it yourself
#
# - Call `speeds(4, start=0, initialisation="normal")`. The weights are larger now. Does the
#   gradient fade more or less, and what is the price?
# - Use `hidden="tanh"` and `initialisation="glorot"`. By how much does the gradient fade per layer?
# - Look for the `reach` with which `follow` keeps the variance of the activations as it is. Does it
#   keep that of the gradient, too?
