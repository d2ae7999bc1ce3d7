# ---
# title: What one component of the gradient tells you
# summary: >
#   Nudge one weight, watch the cost, and see that the gradient had foretold it. You read a single
#   component of a gradient as a sensitivity, test it on a real network, and find out when a handful
#   of examples is enough to know roughly which way is down.
# follows: [3b1b-backprop-intuition]
# teaches: [gradient as sensitivity, gradient descent, the idea of backpropagation]
# duration: 15 min
# level: intuition
# ---

# %% [markdown]
# A network that reads handwritten digits has thousands of weights, and its gradient is a list of
# just as many numbers. **What does a single one of those numbers tell you?**
#
# When you have worked through this page you can
#
# - say what one component of the gradient means for one weight, and predict what a nudge will cost;
# - say how far you may trust that prediction, and why;
# - explain why the gradient of a whole data set is the average of what each example asks for, and
#   when a small batch of examples points almost the same way.
#
# The page follows the video *What is backpropagation really doing?* and tests what it says. Every
# number below is computed by the code you see.

# %% [markdown]
# ## How long is the list?
#
# The network in the video looks at a picture of 28 by 28 pixels, passes it through two layers of
# 16 neurons, and answers with 10 numbers, one for each digit. Each neuron has one weight for every
# neuron before it, and one bias. Count them before you read on.

# %%
from itertools import pairwise

layers = [784, 16, 16, 10]

parameters = 0
for before, here in pairwise(layers):
    weights, biases = before * here, here
    parameters += weights + biases
    print(f"{before:>3} -> {here:<2}  {weights:>6,} weights  {biases:>2} biases")

print(f"together {parameters:,}")

# %% [markdown]
# You can picture an arrow with two components, or three. Nobody can picture one with 13,002. So
# read it differently: not as a direction in a space you cannot see, but as 13,002 separate answers
# to one question. *If only this weight were a little larger, what would happen to the cost?*

# %% [markdown]
# ## Two weights you can hold in your head
#
# Start with a cost that depends on two weights only, chosen so that at the point (1, 0) its
# gradient has the two components that the video talks about, 3.2 and 0.1:
#
# $$C = 1.6\,w_1^2 + 0.1 \sin w_2, \qquad \nabla C = (3.2\,w_1,\; 0.1 \cos w_2).$$
#
# Now nudge one weight by $h$, leave the other alone, and see by how much the cost moves. If the
# first component says 3.2 and the second 0.1, how do you expect the two changes to compare?

# %%
import numpy as np

from topicsite.lesson import seed


def two_weight_cost(w1, w2):
    return 1.6 * w1**2 + 0.1 * np.sin(w2)


start = two_weight_cost(1, 0)

ratios = {}
print("| nudge | change by weight 1 | change by weight 2 | ratio |")
print("| ---: | ---: | ---: | ---: |")
for h in [1, 0.1, 0.01, 0.001]:
    change_1 = two_weight_cost(1 + h, 0) - start
    change_2 = two_weight_cost(1, 0 + h) - start
    ratios[h] = change_1 / change_2
    print(f"| {h} | {change_1:.6f} | {change_2:.6f} | {ratios[h]:.3f} |")

# %% [markdown]
# The smaller the nudge, the closer the ratio comes to 3.2 ÷ 0.1 = 32. That is what the components
# mean. Each is an exchange rate: *change in the cost per unit of change in this weight.* The first
# weight gives you 32 times as much for the same nudge.
#
# With `h = 1` the ratio is 57, and that is no mistake. A component is the slope at the point where
# you stand. Walk far enough and the ground curves away from the slope, here because of the square:
#
# $$C(1 + h,\, 0) - C(1, 0) = 3.2\,h + 1.6\,h^2.$$
#
# The first term was foretold; the second is the curvature. Halve the nudge and the foretold part
# halves, but the error is divided by four. This is why training takes many small steps instead of
# one large one.


# %% tags=["exercise"]
# exercise: foretell
# title: Foretell a cost
# task: A network has the cost `cost` and the gradient `gradient`, one component for each weight.
# Now *all* weights are nudged at once, each by its entry of the array `nudge`. Return the cost that
# you expect, without running the network.
# hint: One weight first. Its component is an exchange rate: how much cost do you get for its nudge?
# hint: The nudges are small, so their effects simply add up.
# hint: Multiplying two arrays entry by entry and adding up is what `@` does.
# solved: One multiplication for each weight, and you know what a nudge will cost. Gradient descent
#   asks this question backward: which nudge lowers the cost most?
# start:
def foretell(cost, gradient, nudge):
    return cost  # as if the nudges did nothing


# wrong: adds the components and forgets how large the nudges are
def foretell(cost, gradient, nudge):
    return cost + gradient.sum()


# wrong: returns the change in place of the cost
def foretell(cost, gradient, nudge):
    return gradient @ nudge


# wrong: steps against the gradient, as training would
def foretell(cost, gradient, nudge):
    return cost - gradient @ nudge


# wrong: does not add up
def foretell(cost, gradient, nudge):
    return cost + gradient * nudge


# solution:
def foretell(cost, gradient, nudge):
    return cost + gradient @ nudge


# check:
import numpy as np

from topicsite.lesson import attempt

given, nudged = np.array([3.2, 0.1, -1.0]), np.array([0.01, 0.2, 0.1])
attempt(foretell, 2.0, given, nudged).equals(
    1.952,
    looks_like=[
        (2.0, "It is the old cost, as if the nudges did nothing."),
        (4.3, "The components are added as they are. Each has to be taken times its own nudge."),
        (-0.048, "That is the change of the cost. The question is the cost after it."),
        (2.048, "It moves the wrong way: a positive component means that the cost rises."),
        (2.0 + given * nudged, "There is a cost for each weight. Add what they contribute."),
    ],
)


# %% tags=["folded"]
# alt: Two panels with the same scale. On the left the cost rises steeply as weight 1 is nudged;
# a straight dashed line of slope 3.2 touches the curve at nudge 0 and falls below it on both sides.
# On the right the cost hardly moves as weight 2 is nudged; the dashed line of slope 0.1 is nearly
# level and cannot be told from the curve.
import matplotlib.pyplot as plt

plt.style.use("topicsite.lesson.figures")

nudges = np.linspace(-0.6, 0.6, 61)
figure, (left, right) = plt.subplots(1, 2, sharey=True)
left.plot(nudges, two_weight_cost(1 + nudges, 0), label="cost")
left.plot(nudges, start + 3.2 * nudges, "--", label="slope 3.2")
right.plot(nudges, two_weight_cost(1, nudges), label="cost")
right.plot(nudges, start + 0.1 * nudges, "--", label="slope 0.1")
left.set(title="Nudge weight 1", xlabel="nudge", ylabel="cost")
right.set(title="Nudge weight 2", xlabel="nudge")
for panel in (left, right):
    panel.plot(0, start, "o", color="#1c1b1a", zorder=3)
    panel.legend(loc="upper left")

# %% [markdown]
# Blue is what happened: the cost, computed forwards. Orange is what was foretold: the slope, which
# in a network will come from the backward pass. The colours keep this meaning everywhere on this
# site.

# %% [markdown]
# ## A real network
#
# Two weights and a formula are easily tamed. Does the reading survive in a network, where every
# weight acts through all the others? Here are ten small digits, 3 pixels wide and 5 high. Noise
# blurs them, so that no two pictures are alike and there is something to learn.

# %%
drawing = """
    ###  .#.  ###  ###  #.#  ###  ###  ###  ###  ###
    #.#  ##.  ..#  ..#  #.#  #..  #..  ..#  #.#  #.#
    #.#  .#.  ###  .##  ###  ###  ###  ..#  ###  ###
    #.#  .#.  #..  ..#  ..#  ..#  #.#  ..#  #.#  ..#
    ###  ###  ###  ###  ..#  ###  ###  ..#  ###  ###
"""
rows = [line.split() for line in drawing.strip().splitlines()]
ink = np.array([[list(piece) for piece in row] for row in rows]) == "#"
digits = ink.transpose(1, 0, 2).reshape(10, 15)  # one row of pixels a digit

rng = np.random.default_rng(seed(7))
labels = rng.integers(0, 10, size=400)
noise = rng.normal(0, 0.3, size=(400, 15))
pictures = np.clip(digits[labels] + noise, 0, 1)
targets = np.eye(10)[labels]  # 1 for the right digit, 0 for the nine others

print(f"picture 0 is a {labels[0]}:")
print(pictures[0].reshape(5, 3).round(1))

# %% [markdown]
# The network has 15 inputs, 12 neurons in the middle and 10 at the end. All its weights and biases
# stand in one long vector `p`, because that is how the gradient sees them. The forward pass turns a
# picture into ten activations; the cost is the sum of their squared distances from the target, as
# in the video.

# %% tags=["forward"]
shapes = [(12, 15), (12,), (10, 12), (10,)]  # of w1, b1, w2, b2
ends = np.cumsum([np.prod(shape) for shape in shapes])


def split(p):
    """The long vector as w1, b1, w2, b2."""
    pieces = zip(np.split(p, ends[:-1]), shapes, strict=True)
    return [piece.reshape(shape) for piece, shape in pieces]


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def forward(p, x):
    """The activations of both layers, for one picture or for a stack of them."""
    w1, b1, w2, b2 = split(p)
    a1 = sigmoid(x @ w1.T + b1)
    a2 = sigmoid(a1 @ w2.T + b2)
    return a1, a2


def cost(p, x, y):
    _, a2 = forward(p, x)
    return np.sum((a2 - y) ** 2, axis=-1)


fresh = rng.normal(0, 1, size=ends[-1])
print(f"{len(fresh)} weights and biases")
print(f"cost of picture 0: {cost(fresh, pictures[0], targets[0]):.3f}")

# %% [markdown]
# Now the backward pass. It walks the same road in the other direction and asks at every station:
# *if this value rose a little, by how much would the cost rise?* The answer for a value `z` is
# called its adjoint, here `z_bar`. Read it line by line against the forward pass; each line undoes
# one step.


# %% tags=["backward"]
def gradient(p, x, y):
    """How the cost of one picture reacts to each entry of p."""
    _, _, w2, _ = split(p)
    a1, a2 = forward(p, x)

    a2_bar = 2 * (a2 - y)  # the cost is a sum of squares
    z2_bar = a2_bar * a2 * (1 - a2)  # the slope of the sigmoid is a (1 - a)
    a1_bar = w2.T @ z2_bar  # back along the weights that led here
    z1_bar = a1_bar * a1 * (1 - a1)  # through the first sigmoid

    # A weight acts in proportion to the value it multiplies, a bias to 1.
    w1_bar = np.outer(z1_bar, x)
    w2_bar = np.outer(z2_bar, a1)
    return np.concatenate([w1_bar.ravel(), z1_bar, w2_bar.ravel(), z2_bar])


foretold = gradient(fresh, pictures[0], targets[0])
print(f"{len(foretold)} components")
print(f"from {foretold.min():+.3f} to {foretold.max():+.3f}")

# %% [markdown]
# A backward pass with a mistake in it still returns numbers, and they look no worse than the right
# ones. So never trust one before you have checked it. The check is the very experiment from above,
# done to each of the 322 entries in turn: nudge it up, nudge it down, and divide the difference in
# cost by the distance. It is slow, and needs nothing but the forward pass.


# %%
def central_differences(function, p, h=1e-5):
    """The slope of function along every entry of p, measured."""
    slopes = np.empty_like(p)
    for i in range(len(p)):
        nudge = np.zeros_like(p)
        nudge[i] = h
        slopes[i] = (function(p + nudge) - function(p - nudge)) / (2 * h)
    return slopes


measured = central_differences(lambda p: cost(p, pictures[0], targets[0]), fresh)
backward_pass_is_right = np.allclose(foretold, measured, rtol=1e-6, atol=1e-8)
print("backward pass agrees:", backward_pass_is_right)

# %% [markdown]
# ## Nudge every weight
#
# The components are right at the point itself. How good are they as a forecast? Nudge each entry by
# the same $h$, one at a time, and divide the change in cost by $h$. If the forecast is perfect, you
# get the component back, and all points lie on the diagonal.


# %% tags=["folded"]
# alt: Scatter plot of 322 points: across, the component of the gradient that the backward pass
# computed, from -0.06 to 0.3; upwards, the measured change in the cost divided by the nudge. With
# a nudge of 0.01, filled blue dots lie on the orange diagonal. With a nudge of 1, open circles
# follow the diagonal but stray from it, above and below.
def change(i, h):
    """By how much the cost of picture 0 moves when entry i is nudged by h."""
    nudged = fresh.copy()
    nudged[i] += h
    x, y = pictures[0], targets[0]
    return cost(nudged, x, y) - cost(fresh, x, y)


large_nudge = [change(i, 1) / 1 for i in range(322)]
small_nudge = [change(i, 0.01) / 0.01 for i in range(322)]

figure, axes = plt.subplots()
ends_of_diagonal = [foretold.min(), foretold.max()]
axes.plot(ends_of_diagonal, ends_of_diagonal, color="#b3450a", label="foretold")
axes.plot(foretold, large_nudge, "o", mfc="none", mec="#5d5a55", label="nudge 1")
axes.plot(foretold, small_nudge, "o", ms=3, color="#1a5fb4", label="nudge 0.01")
axes.set(xlabel="component of the gradient", ylabel="change in cost / nudge")
axes.legend()

errors = np.abs(small_nudge - foretold)
print(f"largest error with nudge 0.01: {errors.max():.4f}")

# %% [markdown]
# 322 forecasts, all from one backward pass, and for a small nudge every one of them comes true.
# To measure them took one forward pass each. Make that 13,002, or a few billion, and you see what
# the backward pass is for.
#
# Is there a pair in this network like the 3.2 and the 0.1? Take the largest component, and look for
# one that is about 32 times smaller.

# %%
sizes = np.abs(foretold)
strong = np.argmax(sizes)
weak = np.argmin(np.abs(sizes - sizes[strong] / 32))

component_ratio = abs(foretold[strong] / foretold[weak])
network_ratio = abs(change(strong, 0.001) / change(weak, 0.001))
print(f"components       {foretold[strong]:+.4f} and {foretold[weak]:+.4f}")
print(f"their ratio      {component_ratio:.2f}")
print(f"ratio of changes {network_ratio:.2f}")

# %% [markdown]
# The same nudge, and some thirty times the effect. Mind the sign as well: where a component is
# below zero, the cost *falls* when the weight grows. Gradient descent therefore steps against the
# sign of every component, by an amount in proportion to its size. It spends its effort where it
# counts.

# %% [markdown]
# ## What each example asks for
#
# So far one picture had the network to itself. Its negative gradient is its wish: *change the
# weights like this, and I shall be recognised better.* Another picture wishes for something else.
# The network cannot please them one by one, so it takes the average of their wishes.
#
# That average is no compromise. The cost $C$ of the whole set is the average of the single costs,
# and the slope of an average is the average of the slopes. So the average wish *is* the negative
# gradient of $C$.
#
# That is a proof, and you can watch it at work. On one side, average 400 wishes from 400 backward
# passes. On the other, nudge the average cost itself. Then compare the two directions by the cosine
# of the angle between them, which is 1 when they are the same. It would not be the same if every
# picture had an equal say, however much it asks for: try that too.


# %%
def wishes(p):
    """What each picture asks for, one row a picture."""
    examples = zip(pictures, targets, strict=True)
    return -np.array([gradient(p, x, y) for x, y in examples])


def cosine(u, v):
    return u @ v / np.sqrt((u @ u) * (v @ v))


asked_for = wishes(fresh)
average_wish = asked_for.mean(axis=0)
equal_say = (asked_for / np.linalg.norm(asked_for, axis=1, keepdims=True)).mean(axis=0)
downhill = -central_differences(lambda p: cost(p, pictures, targets).mean(), fresh)
averaging_cosine = cosine(average_wish, downhill)
equal_cosine = cosine(equal_say, downhill)
print(f"cosine with the measured descent: {averaging_cosine:.9f}")
print(f"if every picture had an equal say: {equal_cosine:.9f}")

# %% [markdown]
# ## How many examples do you have to ask?
#
# 400 backward passes for a single step is a lot of asking. A mini-batch asks a few pictures, drawn
# at random, and steps. How close does its average come to the full one? Guess first: what will the
# cosine be for a single picture, and for sixteen?
#
# Try it twice: with the fresh network, and again after it has learnt for a while. Here it learns in
# the plainest way there is, by granting one picture's wish after another, a little each time.

# %%
trained = fresh.copy()
for step in range(4000):
    i = step % len(pictures)
    trained -= 0.1 * gradient(trained, pictures[i], targets[i])


def share_recognised(p):
    return np.mean(forward(p, pictures)[1].argmax(axis=1) == labels)


print(f"fresh    {share_recognised(fresh):.0%} recognised")
print(f"trained  {share_recognised(trained):.0%} recognised")

# %% [markdown]
# Now ask the pictures in a random order. After 1, 2, 4, 8 and more of them, stop and compare the
# wishes so far with those of all 400. Then shuffle and ask again, four hundred times.

# %%
batch_sizes = np.array([1, 2, 4, 8, 16, 32, 64, 100, 200, 400])


def batch_cosines(p, orders=400):
    """How well the first 1, 2, 4, ... pictures speak for all, for each order."""
    asked = wishes(p)
    everyone = asked.mean(axis=0)
    found = []
    for _ in range(orders):
        so_far = np.cumsum(rng.permutation(asked), axis=0)[batch_sizes - 1]
        found.append([cosine(batch, everyone) for batch in so_far])
    return np.array(found)


fresh_cosines = batch_cosines(fresh).mean(axis=0)
trained_orders = batch_cosines(trained)
trained_cosines = trained_orders.mean(axis=0)

print("| pictures asked | cosine, fresh | cosine, trained |")
print("| ---: | ---: | ---: |")
for i, size in enumerate(batch_sizes):
    print(f"| {size} | {fresh_cosines[i]:.2f} | {trained_cosines[i]:.2f} |")

of_100 = list(batch_sizes).index(100)
downhill_share = np.mean(trained_orders[:, of_100] > 0)
print(f"trained, 100 pictures: downhill for all in {downhill_share:.1%} of the orders")

# %% tags=["folded"]
# alt: Line chart of the cosine between the average wish of a batch and that of all 400 pictures,
# against the size of the batch. The fresh network starts at 0.77 for a single picture and is
# near 1 from 16 pictures on. The trained network starts near 0 and climbs slowly, to 0.65 with
# 64 pictures. Both reach exactly 1 when all 400 are asked.
figure, axes = plt.subplots()
axes.axhline(1, color="#5d5a55", lw=0.8, ls=":")
orange = "#b3450a"
axes.plot(batch_sizes, fresh_cosines, "o-", color=orange, label="fresh network")
axes.plot(batch_sizes, trained_cosines, "s--", color=orange, mfc="none", label="trained")
axes.set_xscale("log", base=2)
axes.set_xticks([1, 4, 16, 64, 256], labels=["1", "4", "16", "64", "256"])
axes.set(xlabel="pictures in the batch", ylabel="cosine with the full gradient")
_ = axes.legend(loc="lower right")

# %% [markdown]
# Both curves climb to 1, as they must: a batch of all the pictures *is* the full gradient. But look
# at how they get there. In the fresh network everybody wants much the same, that the outputs be
# turned down: on average all ten output biases are asked to sink. A few pictures speak for all.
# Once that is done, what the pictures still ask for mostly cancels out, and a small batch becomes a
# rough guide. The steps of a larger one still lead downhill nearly always, which is all that is
# asked of them. (Our 100 are a quarter of all 400. Of 60,000 pictures they would know even less.)

# %% [markdown]
# ## Does it hold?
#
# The claims of the video, and what this page measured. The verdicts are decided by the code.

# %% tags=["folded"]
from topicsite.lesson import Report

# What the backward pass would say if it forgot the slope of the first sigmoid.
without_slope = foretold.copy()
a1, _ = forward(fresh, pictures[0])
for part in split(without_slope)[:2]:
    part.T[...] /= a1 * (1 - a1)


def agrees(components):
    return np.allclose(components, measured, rtol=1e-6, atol=1e-8)


report = Report("3b1b-backprop-intuition")
report.proved(
    "ratio",
    says="32 times",
    found=f"{ratios[0.001]:.3f} times with a nudge of 0.001",
    when=lambda ratio: abs(ratio / 32 - 1) < 0.001,
    of=ratios[0.001],
    unlike=ratios[1],
)
report.holds(
    "sensitivity",
    says="a component is the change in cost per nudge",
    found=f"all 322 agree to {np.abs(foretold - measured).max():.0e}; "
    f"ratio of two {component_ratio:.2f}, of their changes in cost {network_ratio:.2f}",
    when=agrees,
    of=foretold,
    unlike=without_slope,
)
report.control(
    "the slope of the first sigmoid left out",
    f"off by up to {np.abs(without_slope - measured).max():.2f}",
)
report.number("count", says=13_002, found=parameters, within=0, because="it is a count")
report.proved(
    "average",
    says="the same direction",
    found=f"cosine {averaging_cosine:.9f}",
    when=lambda found: found > 1 - 1e-9,
    of=averaging_cosine,
    unlike=equal_cosine,
)
report.control("every picture has an equal say", f"cosine {equal_cosine:.6f}")
report.holds(
    "mini-batch",
    says="100 pictures approximate the gradient well: a cosine above 0.9",
    found=f"cosine {fresh_cosines[of_100]:.2f} in the fresh network, "
    f"{trained_cosines[of_100]:.2f} in the trained one",
    when=lambda cosines: min(cosines) > 0.9,
    of=[fresh_cosines[of_100], trained_cosines[of_100]],
    unlike=[fresh_cosines[0], trained_cosines[0]],
)
report.control("one picture", f"{fresh_cosines[0]:.2f} fresh, {trained_cosines[0]:.2f} trained")
print(report)

# %% [markdown]
# The last row says “differs”, and that depends on when you ask. In the fresh network a hundred
# pictures are as good as all of them. In the trained one their average points down the slope, but
# not straight down it. Training works with such batches all the same, because a step downhill need
# not be the steepest.
#
# ## Try it yourself
#
# - Add `h = -1` to the table of nudges. The ratio is 19, where `h = 1` gave 57. Which way does the
#   curvature push, and can you see it in the left panel?
# - Replace `a1 * (1 - a1)` by `a1` in the backward pass. The program still runs. Which line of
#   output tells you that something is wrong?
# - Make the noise stronger, 0.6 instead of 0.3. Guess what that does to each of the two curves in
#   the last figure, then look.
