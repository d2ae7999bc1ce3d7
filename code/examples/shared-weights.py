# ---
# title: A weight in many places
# summary: >
#   How many numbers does a network have to learn? You count the weights of famous networks, find
#   one with seven times as many connections as weights, and build such a layer yourself. Its
#   gradient is a sum over all the places where a weight stands, and 36 numbers do the work of two
#   thousand.
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
from topicsite.lesson import seed, seeds

images, labels = digits()
images = images.reshape(-1, 8, 8)
rng = np.random.default_rng(seed(1000))


def patches(pictures):
    """All patches of 3 by 3 of each picture, as rows of 9 numbers: (pictures, places, 9)."""
    windows = sliding_window_view(pictures, (3, 3), axis=(1, 2))
    return windows.reshape(len(pictures), -1, 9)


maps = 4
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
# A weight in many places should help where the same thing may stand in many places. So put each
# digit somewhere into a picture of 10 by 10, at random. Five networks read them, 500 to learn from
# and a thousand others to test:
#
# - *shared*: four maps of 8 by 8 hidden units, and all units of a map share their nine weights;
# - *own*: the same, but each place has weights of its own;
# - *all pixels*: 256 hidden units that see everything;
# - *frozen*: as shared, but the nine weights of each map stay as they were drawn;
# - *no hidden layer*: the pixels go straight to the outputs.
#
# The last two are there to tell how much of the result is due to hidden weights that learn at all.
# All have ten outputs on top, and each hidden unit has a threshold of its own. Which will read
# best, and by how much? The tape takes care of the gradients.

# %%
from backprop import operations as ops
from backprop.tape import Variable, gradient
from backprop.training import Adam

places, side = 64, 10
hidden_weights = {
    "shared": (9, maps),
    "own": (places, 9, maps),
    "all pixels": (side * side, places * maps),
    "frozen": (9, maps),
}


def scattered(rng):
    """The digits, each at a random place in a picture of 10 by 10."""
    pictures = np.zeros((len(images), side, side), dtype=np.float32)
    for picture, image, (top, left) in zip(
        pictures, images, rng.integers(0, 3, size=(len(images), 2)), strict=True
    ):
        picture[top : top + 8, left : left + 8] = image
    return pictures


def activations(kind, pictures, w, b):
    """What the outputs get to see: the hidden units, or the pixels."""
    if kind == "no hidden layer":
        return pictures.reshape(len(pictures), -1)
    if kind == "all pixels":
        return ops.tanh(pictures.reshape(len(pictures), -1) @ w + b)
    if kind == "own":
        places_first = patches(pictures).transpose(1, 0, 2)  # one stack of patches for each place
        sums = ops.transpose(places_first @ w, axes=(1, 0, 2))
    else:
        sums = patches(pictures) @ w
    return ops.tanh(ops.reshape(sums, shape=(len(pictures), places * maps)) + b)


def train(kind, start):
    """The hidden weights, how many parameters were learnt, and the share of test digits right."""
    rng = np.random.default_rng(start)
    pictures, order = scattered(rng), rng.permutation(len(images))
    taught, tested = order[:500], order[500:1500]
    shape = hidden_weights.get(kind, ())
    seen = places * maps if shape else side * side
    w = rng.normal(size=shape) / np.sqrt(shape[-2] if shape else 1)
    w_out = rng.normal(size=(seen, 10)) / np.sqrt(seen)
    b, b_out = np.zeros(seen if shape else 0), np.zeros(10)
    w, b, w_out, b_out = weights = [array.astype(np.float32) for array in (w, b, w_out, b_out)]
    learning = {"no hidden layer": weights[2:], "frozen": weights[1:]}.get(kind, weights)
    fixed = weights[: len(weights) - len(learning)]
    targets = one_hot(labels[taught], 10).astype(np.float32)
    optimiser = Adam(rate=0.02)
    for _ in range(60):
        variables = [Variable(array) for array in learning]
        w_now, b_now, out_now, b_out_now = [*fixed, *variables]
        guess = activations(kind, pictures[taught], w_now, b_now) @ out_now + b_out_now
        loss = ops.softmax_cross_entropy(guess, targets)
        optimiser.step(learning, gradient(loss, variables))
    guess = activations(kind, pictures[tested], w, b) @ w_out + b_out
    right = np.mean(guess.argmax(axis=1) == labels[tested])
    return w, sum(array.size for array in learning), right


kinds = [*hidden_weights, "no hidden layer"]
starts = seeds(4, few=1)
runs = {kind: [train(kind, start) for start in starts] for kind in kinds}
shares = {kind: np.array([right for _, _, right in runs[kind]]) for kind in kinds}
print("| hidden weights | how many | with thresholds and outputs | test digits right | from, to |")
print("| --- | ---: | ---: | ---: | ---: |")
for kind, right in shares.items():
    w, learnt, _ = runs[kind][0]
    many = w.size if kind in ("shared", "own", "all pixels") else 0
    reach = f"{right.min():.1%}, {right.max():.1%}"
    print(f"| {kind} | {many:,} | {learnt:,} | {right.mean():.1%} | {reach} |")

# %% tags=["folded"]
# alt: Above, one digit in a picture of 10 by 10 pixels, and the four kernels of 3 by 3 that a
# network has learnt, violet for weights below zero and orange for those above. Below, the four maps
# of 8 by 8 that the kernels make of the digit: each is strong where the strokes fit its kernel.
import matplotlib.pyplot as plt

plt.style.use("topicsite.lesson.figures")
learnt = runs["shared"][0][0]
picture = scattered(np.random.default_rng(seed(1001)))[labels == 3][:1]
seen = np.tanh(patches(picture) @ learnt)[0].T.reshape(maps, 8, 8)
figure, grid = plt.subplots(2, maps + 1, figsize=(6, 2.5))
grid[0, 0].imshow(picture[0], cmap="gray_r")
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
# The first two read about equally well, and the one does it with 36 numbers where the other has two
# thousand. (These are not all that it learns: the thresholds and above all the outputs have far
# more. The network that read zip codes had its outputs look at 30 units only.) What do they owe to
# these numbers? Compare with *frozen*: there the outputs had to make do with what chance had drawn.
#
# ## Does it hold?
#
# Two shares of a thousand digits differ by chance, even if the networks are equally good, but in 19
# of 20 cases by some four per cent at most. So *hardly less power* shall mean: less than that below
# the network with weights of its own, and more than that above the frozen one.

# %% tags=["folded"]
from topicsite.lesson import Report

zip_codes = Report("lecun-1989-zip")
zip_codes.number(
    "parameters",
    says=[1256, 64660, 9760],
    found=[units, connections, parameters],
    within=0,
    because="a count",
)
allowed = 2 * np.sqrt(2 * shares["own"] * (1 - shares["own"]) / 1000)
zip_codes.trials(
    "fewer",
    says="far fewer free parameters, hardly less power",
    shows=(shares["shared"] > shares["own"] - allowed)
    & (shares["shared"] > shares["frozen"] + allowed),
    starts=starts,
    expects="mostly",
    found=f"{shares['shared'].mean():.1%} right with 36 hidden weights, "
    f"{shares['own'].mean():.1%} with 2,304; {allowed.mean():.1%} allowed",
)
zip_codes.control("learning of the hidden weights", f"{shares['frozen'].mean():.1%}")
zip_codes.control("the hidden layer", f"{shares['no hidden layer'].mean():.1%}")
print(zip_codes)

# %% tags=["folded"]
speech = Report("nettalk-1987")
speech.number("weights", says=18629, found=nettalk, within=0, because="a count")
van = Report("alvinn-1988")
van.number("inputs", says=1217, found=alvinn, within=0, because="a count")
print(speech)
print()
print(van)

# %% [markdown]
# ## Try it yourself
#
# - Take two maps, then one. How much is lost, and with how many numbers are you left?
# - Let the kernels be 5 by 5. Which numbers change, and do you need fewer maps?
# - Leave all digits in the middle: `rng.integers(1, 2, ...)`. What do the hidden weights that learn
#   bring then, and why so little?
