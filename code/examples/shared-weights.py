# ---
# title: A weight in many places
# summary: >
#   How many numbers does a network have to learn? You count the weights of famous networks, find
#   one with seven times as many connections as weights, and build such a layer yourself. Its
#   gradient is a sum over all the places where a weight stands, and 54 numbers do the work of
#   thousands.
# follows: [lecun-1989-zip, nettalk-1987, alvinn-1988]
# teaches: [convolutional networks, digit recognition, applications]
# duration: 20 min
# level: intermediate
# ---

# %% [markdown]
# An edge is an edge, wherever in the picture it stands. A network with a weight for every pixel has
# to learn that anew in each place. **What if the same weight stood in many places at once, and what
# is its gradient?**
#
# When you have worked through this page you can
#
# - count the weights of a network from its description;
# - go backward through a convolution, as a product of matrices and a sum;
# - say what sharing buys, and test that it does.
#
# The page follows LeCun and others on handwritten zip codes, after a look at NETtalk and ALVINN.

# %% [markdown]
# ## Count
#
# NETtalk looks at seven letters, each given by 29 units, has 80 hidden units and 26 outputs.
# ALVINN sees a camera picture of 30 by 32, a range finder of 8 by 32, and one unit that it set
# itself the last time. Count before you run: how many weights has the one, how many inputs the
# other?

# %%
letters, hidden, sounds = 7 * 29, 80, 26
between = letters * hidden + hidden * sounds
thresholds = letters + hidden + sounds  # one for each unit, the inputs included
nettalk = between + thresholds
print(f"NETtalk: {letters} inputs, {between:,} weights, {thresholds} thresholds: {nettalk:,}")

alvinn = 30 * 32 + 8 * 32 + 1
print(f"ALVINN: {alvinn:,} inputs")

# %% [markdown]
# (NETtalk's own count has a threshold for each input unit too, although an input has no use for
# one.)
#
# Now the network that read zip codes. A picture of 16 by 16 is looked at by 12 *maps* of 8 by 8
# units. All units of a map have the same 25 weights and look at different patches of 5 by 5; each
# has a threshold of its own. Then come 12 maps of 4 by 4, each of which looks at patches in 8 of
# the first 12, then 30 units that see everything, and 10 outputs.

# %%
layers = {  # units, inputs of each, and how many different weights they have among them
    "12 maps of 8 x 8": (12 * 8 * 8, 5 * 5, 12 * 5 * 5),
    "12 maps of 4 x 4": (12 * 4 * 4, 8 * 5 * 5, 12 * 8 * 5 * 5),
    "30 units": (30, 12 * 4 * 4, 30 * 12 * 4 * 4),
    "10 outputs": (10, 30, 10 * 30),
}
units, connections, parameters = 16 * 16, 0, 0
print("| layer | units | connections | parameters |")
print("| --- | ---: | ---: | ---: |")
for name, (count, inputs, weights) in layers.items():
    units += count
    connections += count * (inputs + 1)
    parameters += weights + count
    print(f"| {name} | {count} | {count * (inputs + 1):,} | {weights + count:,} |")
print(f"| with the 256 pixels | {units:,} | {connections:,} | {parameters:,} |")

# %% [markdown]
# Nearly seven connections for each number that is learnt. In the first layer there are even
# nineteen. How does one number learn from nineteen places?
#
# ## A convolution is a product of matrices
#
# Here are digits of 8 by 8 pixels. Cut out all patches of 3 by 3, write each as a row, and one
# product of matrices does the whole layer: patches times kernels.

# %% tags=["forward"]
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from backprop.datasets import digits, one_hot

images, labels = digits()
rng = np.random.default_rng(0)


def patches(pixels):
    """All 36 patches of each picture, as rows of 9 numbers: (pictures, 36, 9)."""
    windows = sliding_window_view(pixels.reshape(-1, 8, 8), (3, 3), axis=(1, 2))
    return windows.reshape(len(pixels), 36, 9)


maps = 6
kernels = rng.normal(size=(9, maps)) / 3
few = patches(images[:5])
z = few @ kernels
print("patches", few.shape, " kernels", kernels.shape, " sums", z.shape)

# %% [markdown]
# Backward it is the rule of every matrix product: patches transposed, times what arrives. And what
# is summed on the way is the point: 36 places in each picture. Give each place kernels of its own,
# compute the gradient of these copies, and compare.

# %% tags=["backward"]
arriving = rng.normal(size=z.shape)
shared = np.einsum("npk,npm->km", few, arriving)
copies = np.einsum("npk,npm->pkm", few, arriving)  # one for each of the 36 places
sharing_gap = np.abs(copies.sum(axis=0) - shared).max()
print("gradient of the copies", copies.shape, " of the shared kernels", shared.shape)
print(f"the sum over the places differs by {sharing_gap:.0e}")

# %% [markdown]
# The same rule as everywhere: *what is used several times adds up its shares*. Is it right? Nudge.

# %%
from backprop.gradcheck import check

all_places = check(lambda k: np.sum(arriving * (few @ k)), shared, kernels)
one_place = check(lambda k: np.sum(arriving * (few @ k)), copies[0], kernels)
print("the sum:", all_places)
print("one place alone:", one_place)

# %% [markdown]
# ## What it buys
#
# Three networks read the digits, each with 216 hidden units and ten outputs on top. In the first,
# the units of a map share their kernel. In the second each place has its own. In the third each
# unit sees all pixels. A hundred digits to learn from, a thousand others to test, three starts:
# which one will read best? The tape takes care of the gradients.

# %%
from backprop import operations as ops
from backprop.tape import Variable, gradient
from backprop.training import Adam

first_weights = {"shared": (9, maps), "own": (36, 9, maps), "all pixels": (64, 36 * maps)}


def scores(kind, pixels, weights):
    w, b, w_out, b_out = weights
    if kind == "all pixels":
        sums = pixels @ w
    else:
        places_first = patches(pixels).transpose(1, 0, 2)  # one stack of patches for each place
        sums = ops.transpose(places_first @ w, axes=(1, 0, 2)).reshape(len(pixels), 36 * maps)
    return ops.tanh(sums + b) @ w_out + b_out


def train(kind, start):
    """The share of a thousand test digits that is read correctly."""
    rng = np.random.default_rng(start)
    order = rng.permutation(len(images))
    taught, tested = order[:100], order[100:1100]
    shape = first_weights[kind]
    w = rng.normal(size=shape) / np.sqrt(shape[-2])
    w_out = rng.normal(size=(36 * maps, 10)) / 15
    weights = [w, np.zeros(36 * maps), w_out, np.zeros(10)]
    optimiser = Adam(rate=0.01)
    for _ in range(60):
        variables = [Variable(array) for array in weights]
        guess = scores(kind, images[taught], variables)
        loss = ops.softmax_cross_entropy(guess, one_hot(labels[taught], 10))
        optimiser.step(weights, gradient(loss, variables))
    return w, np.mean(scores(kind, images[tested], weights).argmax(axis=1) == labels[tested])


runs = {kind: [train(kind, start) for start in range(3)] for kind in first_weights}
accuracies = {kind: np.mean([share for _, share in runs[kind]]) for kind in runs}
print("| hidden weights | how many | test digits right |")
print("| --- | ---: | ---: |")
for kind, shape in first_weights.items():
    print(f"| {kind} | {np.prod(shape):,} | {accuracies[kind]:.1%} |")

# %% tags=["folded"]
# alt: Above, one digit of 8 by 8 pixels and the six kernels of 3 by 3 that a network has learnt,
# violet for weights below zero and orange for those above. Below, the six maps of 6 by 6 that the
# kernels make of the digit: each is strong where the strokes fit its kernel.
import matplotlib.pyplot as plt

plt.style.use("topicsite.lesson.figures")
learnt = runs["shared"][0][0]
pixels = images[labels == 3][:1]
seen = np.tanh(patches(pixels) @ learnt)[0].T.reshape(maps, 6, 6)
figure, grid = plt.subplots(2, maps + 1, figsize=(7, 2.3))
grid[0, 0].imshow(pixels.reshape(8, 8), cmap="gray_r")
grid[0, 0].set_title("digit", fontsize=10)
grid[1, 0].axis("off")
for k in range(maps):
    kernel = learnt[:, k].reshape(3, 3)
    for axes, field in ((grid[0, k + 1], kernel), (grid[1, k + 1], seen[k])):
        reach = np.abs(field).max()
        axes.imshow(field, cmap="PuOr_r", vmin=-reach, vmax=reach)
    grid[0, k + 1].set_title(f"kernel {k}", fontsize=10)
for axes in grid.ravel():
    axes.set(xticks=[], yticks=[])
    axes.grid(visible=False)

# %% [markdown]
# They read about equally well, and the first does it with 54 numbers where the last has thousands.
# On pictures as small as these, more freedom is no great danger. On larger ones it is: a weight for
# each pixel and unit would not even fit, and every edge would have to be learnt in every place.
#
# ## Does it hold?

# %% tags=["folded"]
from topicsite.lesson import Report

zip_codes = Report("lecun-1989-zip")
zip_codes.number(
    "parameters", says=[1256, 64660, 9760], found=[units, connections, parameters], within=0
)
zip_codes.holds(
    "fewer",
    says="far fewer free parameters, no less power",
    found=f"{accuracies['shared']:.1%} of the test digits right with 54 hidden weights, "
    f"{accuracies['own']:.1%} with 1,944 and {accuracies['all pixels']:.1%} with 13,824",
    when=accuracies["shared"] > max(accuracies.values()) - 0.02,
)
print(zip_codes)

# %% tags=["folded"]
speech = Report("nettalk-1987")
speech.number("weights", says=18629, found=nettalk, within=0)
van = Report("alvinn-1988")
van.number("inputs", says=1217, found=alvinn, within=0)
print(speech)
print()
print(van)

# %% [markdown]
# ## Try it yourself
#
# - Take two maps, then one. How much is lost, and with how many numbers are you left?
# - Let the kernels be 5 by 5. Which numbers change, and do you need fewer maps?
# - Move the test digits by one pixel with `np.roll`. All three networks get worse. Which of them
#   least, and why does sharing alone not help?
