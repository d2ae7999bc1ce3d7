# ---
# title: An autograd engine in one page
# summary: >
#   Thirty lines that differentiate any expression of numbers. You break them in the way everybody
#   does once, train the moons of micrograd's demo with the same engine for arrays, and get its
#   printed losses back, number for number.
# follows: [karpathy-micrograd-lecture, micrograd, griewank-walther, baydin-2018]
# teaches: [automatic differentiation engines, computational graphs, implementation from scratch]
# duration: 25 min
# level: introductory
# ---

# %% [markdown]
# You write down an expression, any expression, and a moment later you hold the derivative with
# everything in it. **How much code is that?** Guess the number of lines.
#
# When you have worked through this page you can
#
# - write an engine that records what it computes and walks it backward;
# - explain the two mistakes that nearly every first engine makes;
# - say why real engines record operations on arrays and not on numbers.
#
# The page follows Karpathy's lecture, and the demo that comes with his micrograd.

# %% [markdown]
# ## The engine
#
# A value remembers what it was made from, and for each of those how strongly it reacts to it: the
# local gradient. That is known at the moment of making. Nothing else needs to be recorded.

# %%
import math


class Value:
    def __init__(self, number, parents=()):
        self.number = number
        self.parents = parents  # pairs: a value, and the local gradient towards it
        self.gradient = 0.0

    def __add__(self, other):
        return Value(self.number + other.number, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        return Value(self.number * other.number, ((self, other.number), (other, self.number)))

    def tanh(self):
        t = math.tanh(self.number)
        return Value(t, ((self, 1 - t * t),))

    def relu(self):
        return Value(max(self.number, 0.0), ((self, float(self.number > 0)),))


# %% [markdown]
# The walk backward starts with 1 at the end and gives every value's parents their share. Two things
# must be right. Shares are *added*, because a value may have been used twice. And a value may pass
# on its gradient only when all its own shares have come in.


# %% tags=["backward"]
def in_order(end):
    """Every value that leads to the end, each after all its parents."""
    order, seen = [], set()

    def visit(value):
        if value not in seen:
            seen.add(value)
            for parent, _ in value.parents:
                visit(parent)
            order.append(value)

    visit(end)
    return order


def walk_back(end):
    end.gradient = 1.0
    for value in reversed(in_order(end)):
        for parent, local in value.parents:
            parent.gradient += value.gradient * local


# %% tags=["exercise"]
# exercise: in-order
# title: Every value after its parents
# task: A graph is given by its parents: `parents["e"]` is the list of those that `e` was made from.
# Return a list of all that leads to `end`, each name once, and every one *after* all its parents.
# Walked in reverse, that is the order in which gradients are complete when they are passed on.
# hint: Before you put a name into the list, put in whatever it was made from.
# hint: A function that visits a name, and first visits its parents, does that by itself.
# hint: A value with two users is met twice. Keep a set of those that you have seen.
# solved: This is a topological order, found by going into the depth. Every engine has these lines
#   somewhere.
# start:
def order_of(end, parents):
    order = list(parents[end])  # its parents, but not theirs
    order.append(end)
    return order


# wrong: puts a name in when it is met, before its parents
def order_of(end, parents):
    order = []

    def visit(name):
        if name not in order:
            order.append(name)
            for parent in parents[name]:
                visit(parent)

    visit(end)
    return order


# wrong: turns that list round and trusts it
def order_of(end, parents):
    order = []

    def visit(name):
        if name not in order:
            order.append(name)
            for parent in parents[name]:
                visit(parent)

    visit(end)
    return order[::-1]


# wrong: visits a value as often as it is used
def order_of(end, parents):
    order = []

    def visit(name):
        for parent in parents[name]:
            visit(parent)
        order.append(name)

    visit(end)
    return order


# wrong: takes all names there are
def order_of(end, parents):
    return sorted(parents)


# solution:
def order_of(end, parents):
    order, seen = [], set()

    def visit(name):
        if name in seen:
            return
        seen.add(name)
        for parent in parents[name]:
            visit(parent)
        order.append(name)

    visit(end)
    return order


# check:
from topicsite.lesson import AnswerError, attempt

graphs = {
    "e": {"a": [], "b": [], "c": ["a", "b"], "d": ["b"], "e": ["c", "d"]},
    "z": {"x": [], "y": ["x"], "z": ["x", "y"], "unused": ["z"]},
}
for goal, graph in graphs.items():
    answer = attempt(order_of, goal, graph)
    found = answer.value
    if not isinstance(found, (list, tuple)) or not all(isinstance(one, str) for one in found):
        raise AnswerError(f"{answer} should be a list of names, such as `['a', 'b']`.")
    listing = f"You return {', '.join(found)}."
    if strange := [one for one in found if one not in graph]:
        raise AnswerError(f"{listing} There is no `{strange[0]}` in the graph of `{goal}`.")
    if twice := [one for one in found if found.count(one) > 1]:
        raise AnswerError(
            f"{listing} `{twice[0]}` is in it more than once: it is used by two others, and each "
            "of them has brought it along."
        )
    needed = [one for one in graph if one != "unused"]
    if missing := [one for one in needed if one not in found]:
        raise AnswerError(
            f"{listing} `{missing[0]}` is missing. It leads to `{goal}` as well, in more than one "
            "step."
        )
    if "unused" in found:
        raise AnswerError(
            f"{listing} `unused` does not lead to `{goal}`, so no gradient gets there."
        )
    for one in needed:
        early = [parent for parent in graph[one] if found.index(parent) > found.index(one)]
        if early and found[0] == goal:
            raise AnswerError(
                f"{listing} It begins with the end. A name may go into the list only when all its "
                "parents are in it."
            )
        if early:
            raise AnswerError(
                f"{listing} `{one}` stands before `{early[0]}`, which it was made from."
            )


# %% [markdown]
# That is all. Here is the neuron of the lecture; its bias is chosen so that the output is half the
# square root of 2, and the numbers come out round.

# %%
x1, x2, w1, w2 = Value(2.0), Value(0.0), Value(-3.0), Value(1.0)
b = Value(6.8813735870195432)
n = x1 * w1 + x2 * w2 + b
o = n.tanh()
walk_back(o)
inputs = {"x1": x1, "w1": w1, "x2": x2, "w2": w2, "b": b}
print(f"n = {n.number:.10f}, o = {o.number:.10f}")
print({name: round(value.gradient, 10) for name, value in inputs.items()})

# %% [markdown]
# Why does `w2` get nothing? And what would happen if `x2` were 0.1?
#
# ## Two mistakes
#
# First: write `=` where `+=` should be. On the neuron above nothing changes. Find out on which
# expression it does.


# %%
def forgetful(end):
    end.gradient = 1.0
    for value in reversed(in_order(end)):
        for parent, local in value.parents:
            parent.gradient = value.gradient * local  # the mistake


for walk in (forgetful, walk_back):
    a = Value(3.0)
    walk(a + a)
    print(f"{walk.__name__}: the derivative of a + a is {a.gradient:g}")

# %% [markdown]
# Second: walk back along whatever comes next, without sorting. A value with two users then passes
# on its first share before the second has come in. Here `c` is used twice, once directly and once
# through `d`.


# %%
def impatient(end):
    end.gradient = 1.0
    waiting = [end]
    while waiting:
        value = waiting.pop(0)
        for parent, local in value.parents:
            parent.gradient += value.gradient * local
            if parent not in waiting:  # the mistake: its other users may not have been seen
                waiting.append(parent)


def twice_used():
    a = Value(2.0)
    c = a * a
    d = c * Value(10.0)
    return a, c + d


for walk in (impatient, walk_back):
    a, end = twice_used()
    walk(end)
    print(f"{walk.__name__}: {a.gradient:g}")

# %% [markdown]
# The expression is 11 times the square of `a`, so the derivative at 2 is 44.
#
# ## What the way back costs
#
# Two passes instead of one: is the second twice as long, ten times, or does it depend on how many
# inputs there are? Count. Here is a number that counts every sum and product it takes part in, and
# random expressions of a thousand operations on 2, 20 and 200 inputs.

# %%
import random

from topicsite.lesson import seed, stated


class Counted(float):
    total = 0

    def __add__(self, other):
        Counted.total += 1
        return Counted(float(self) + float(other))

    def __mul__(self, other):
        Counted.total += 1
        return Counted(float(self) * float(other))

    __radd__, __rmul__ = __add__, __mul__


def count_both_ways(inputs, walk, sums=0.5, operations=1000):
    """How many times the operations of the function its value and gradient take together."""
    random.seed(seed(inputs))
    values = [Value(Counted(random.uniform(0.5, 1.0))) for _ in range(inputs)]
    Counted.total = 0
    for _ in range(operations):
        a, b = random.choice(values), values[-1]
        values.append(a + b if random.random() < sums else a * b)
    forward = Counted.total
    for value in values:
        value.gradient = Counted(0.0)
    walk(values[-1])
    return Counted.total / forward


sizes = (2, 20, 200)
simple = [count_both_ways(inputs, walk_back) for inputs in sizes]
for inputs, times in zip(sizes, simple, strict=True):
    print(f"{inputs:3} inputs: {times:.2f} times")

# %% [markdown]
# The number of inputs does not come into it. Every operation has two edges, and each edge takes one
# product and one sum on the way back. That makes four, and with the operation itself five.
#
# It can be done with less. A sum has the local gradient 1, and a product with 1 need not be
# computed. And the first share that arrives is not added to anything. How much is left then? Try
# expressions of sums alone, of both, and of products alone.


# %%
def sparing(end):
    end.gradient = Counted(1.0)
    reached = {end}
    for value in reversed(in_order(end)):
        for parent, local in value.parents:
            # The local gradient of a product is one of the counted numbers, that of a sum is not.
            share = value.gradient * local if isinstance(local, Counted) else value.gradient
            parent.gradient = parent.gradient + share if parent in reached else share
            reached.add(parent)


spared = {
    sums: [count_both_ways(inputs, sparing, sums) for inputs in sizes] for sums in (1, 0.5, 0)
}
for sums, times in spared.items():
    print(f"{sums:.0%} sums:", ", ".join(f"{each:.2f}" for each in times), "times")

# %% [markdown]
# Four times at most, and that is no accident of these expressions. Of $n$ operations each has two
# edges, and an edge costs a product at most: $2n$. Of the $2n$ shares each is added, except the
# first one at every value, and there are at least $n$ values that get one: $n$ sums. With the $n$
# operations of the way forward that makes $4n$. Griewank and Walther count the traffic to memory as
# well, and arrive at three to four. The survey of Baydin and others says less than six, and so
# leaves room for an engine that spares nothing.
#
# ## The moons
#
# The demo of micrograd sorts two crescents of points with a network of 2, 16, 16 and 1 neurons. Its
# seeds are given, so let us draw the same points and the same weights, and see whether we get the
# same losses.

# %%
import numpy as np

half = np.linspace(0, np.pi, 50)
upper = np.stack([np.cos(half), np.sin(half)], axis=1)
lower = np.stack([1 - np.cos(half), 0.5 - np.sin(half)], axis=1)
numpy_random = np.random.RandomState(stated(1337))
mixed = np.arange(100)
numpy_random.shuffle(mixed)
points = np.concatenate([upper, lower])[mixed]
points = points + numpy_random.normal(scale=0.1, size=points.shape)
sides = np.repeat([-1.0, 1.0], 50)[mixed]

random.seed(stated(1337))
start = []
for n_in, n_out in ((2, 16), (16, 16), (16, 1)):
    start.append(np.array([[random.uniform(-1, 1) for _ in range(n_in)] for _ in range(n_out)]))
    start.append(np.zeros(n_out))
count = sum(array.size for array in start)
print(f"{count} weights and biases")

# %% [markdown]
# Every point on the wrong side, or on the right one by less than 1, costs what it lacks to 1. The
# squares of all weights are added, times 0.0001. First with our engine: one number, one value.


# %%
def loss_of_numbers(arrays):
    """The loss as a Value, and the parameters as Values."""
    layers = [np.vectorize(Value, otypes=[object])(array) for array in arrays]
    total = Value(0.0)
    for point, side in zip(points, sides, strict=True):
        outputs = [Value(coordinate) for coordinate in point]
        for weights, biases in zip(layers[::2], layers[1::2], strict=True):
            sums = []
            for row, bias in zip(weights, biases, strict=True):
                for w, a in zip(row, outputs, strict=True):
                    bias = bias + w * a
                sums.append(bias)
            outputs = [z.relu() for z in sums]
        lacking = Value(1.0) + Value(-side) * sums[0]
        total = total + lacking.relu() * Value(1 / len(points))
    for layer in layers:
        for parameter in layer.flat:
            total = total + parameter * parameter * Value(1e-4)
    return total, layers


# %% tags=["folded"]
# The sorting visits parents by recursion, as deep as the graph. Sums of thousands need more depth
# than Python allows by default.
import sys

sys.setrecursionlimit(10_000)
loss, layers = loss_of_numbers(start)
walk_back(loss)
values = len(in_order(loss))
print(f"loss {loss.number:.12f} from {values:,} numbers")

# %% [markdown]
# Now with arrays. The engine of `backprop.tape` is the same idea: each operation knows how to send
# a gradient back to its operands, but the operands are whole arrays.

# %%
from backprop import operations as ops
from backprop.tape import Variable, gradient, recorded


def network(parameters, x):
    for layer, (w, b) in enumerate(zip(parameters[::2], parameters[1::2], strict=True)):
        x = x @ w.T + b
        x = x if layer == 2 else ops.relu(x)
    return x.reshape(len(x))


def loss_of_arrays(parameters):
    lacking = ops.relu(1 - sides * network(parameters, points))
    return lacking.mean() + 1e-4 * sum((p * p).sum() for p in parameters)


variables = [Variable(array) for array in start]
loss = loss_of_arrays(variables)
slopes = gradient(loss, variables)
print(f"loss {loss.value:.12f} from {len(recorded(loss))} arrays")
gap = max(
    abs(value.gradient - slope)
    for layer, array in zip(layers, slopes, strict=True)
    for value, slope in zip(layer.flat, array.flat, strict=True)
)
print(f"the {count} derivatives differ by {gap:.0e} at most")

# %% [markdown]
# The same derivatives, with a list to walk back that is a thousand times shorter. Each entry costs
# some time to record, whether it holds one number or a million. That is why nobody trains with an
# engine of numbers, and why everybody should write one.
#


# %% tags=["exercise"]
# exercise: unbroadcast
# title: Take a broadcast back
# task: NumPy spreads a small array to fit a large one: in `x @ w.T + b` every row gets the same
# `b`. So on the way back a gradient `g` of the large shape arrives, and `b` wants one of its own
# shape. Return it, for any `shape` that can be spread to the shape of `g`.
# hint: An entry of `b` that was used in four rows is a value that is used four times. What becomes
#   of the shares?
# hint: There are two cases. Axes that NumPy put in front are gone in `shape`; axes of length 1 are
#   still there, and stay there.
# hint: First `while g.ndim > len(shape)` sum over axis 0. Then, for each axis of length 1, sum with
#   `keepdims=True`.
# solved: What was spread is summed. With this function every rule of an engine for arrays can be
#   written as if all shapes were equal.
# start:
def unbroadcast(g, shape):
    while g.ndim > len(shape):
        g = g[0]  # the right shape, but not the right numbers
    return g


# wrong: averages in place of adding up
def unbroadcast(g, shape):
    while g.ndim > len(shape):
        g = g.mean(axis=0)
    for axis, length in enumerate(shape):
        if length == 1:
            g = g.mean(axis=axis, keepdims=True)
    return g


# wrong: forgets the axes of length 1
def unbroadcast(g, shape):
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    return g


# wrong: loses the axes of length 1
def unbroadcast(g, shape):
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    for axis, length in reversed(list(enumerate(shape))):
        if length == 1:
            g = g.sum(axis=axis)
    return g


# wrong: sums over everything
def unbroadcast(g, shape):
    return g.sum() + 0 * g


# solution:
def unbroadcast(g, shape):
    while g.ndim > len(shape):
        g = g.sum(axis=0)
    for axis, length in enumerate(shape):
        if length == 1:
            g = g.sum(axis=axis, keepdims=True)
    return g


# check:
import numpy as np

from topicsite.lesson import attempt

large = np.arange(12.0).reshape(4, 3) - 2
attempt(unbroadcast, large, (4, 3)).equals(
    large,
    looks_like=[
        (
            0 * large + large.sum(),
            "From this shape to the same one nothing was spread, so there is nothing to add up.",
        )
    ],
)
attempt(unbroadcast, large, (3,)).equals(
    large.sum(axis=0),
    looks_like=[
        (large[0], "It is the first row of `g`. The other three rows used `b` as well."),
        (large.mean(axis=0), "It is the mean of the rows. Each use adds its share in full."),
    ],
)
attempt(unbroadcast, large, ()).equals(large.sum())
attempt(unbroadcast, large, (4, 1)).equals(
    large.sum(axis=1, keepdims=True),
    looks_like=[(large, "Nothing has happened to it. The axis of length 1 was spread, too.")],
)
attempt(unbroadcast, large.reshape(2, 2, 3), (2, 1)).equals(
    large.reshape(2, 2, 3).sum(axis=(0, 2))[:, None]
)


# %% [markdown]
# ## Train
#
# A hundred steps with all the points, at a rate that falls from 1 to 0.1, as in the demo.

# %%
parameters = start
losses, shares = [], []
for k in range(100):
    variables = [Variable(array) for array in parameters]
    loss = loss_of_arrays(variables)
    losses.append(float(loss.value))
    shares.append(np.mean(np.sign(network(parameters, points)) == sides))
    rate = 1.0 - 0.9 * k / 100
    slopes = gradient(loss, variables)
    parameters = [array - rate * slope for array, slope in zip(parameters, slopes, strict=True)]
for k in (0, 1, 10, 50, 99):
    print(f"step {k:2}: loss {losses[k]:.6f}, {shares[k]:.0%} right")

# %% tags=["folded"]
# alt: The hundred points of two crescents that reach into each other, circles and squares, and the
# line between them that the network has learnt. It winds from the lower left up and down through
# the gap, made of straight pieces, and leaves every point on its own side.
import matplotlib.pyplot as plt

plt.style.use("topicsite.lesson.figures")
left, bottom = points.min(axis=0) - 0.3
right, top = points.max(axis=0) + 0.3
columns, rows = np.meshgrid(np.linspace(left, right, 120), np.linspace(bottom, top, 80))
heights = network(parameters, np.stack([columns.ravel(), rows.ravel()], axis=1))
figure, axes = plt.subplots()
axes.contour(columns, rows, heights.reshape(columns.shape), levels=[0], colors="#5d5a55")
for side, colour, marker in ((-1, "#1a5fb4", "o"), (1, "#b3450a", "s")):
    axes.scatter(*points[sides == side].T, color=colour, marker=marker, s=22)
axes.set(xlim=(left, right), ylim=(bottom, top), aspect="equal")
_ = axes.set(xlabel="first coordinate", ylabel="second coordinate")

# %% [markdown]
# A network of relus is flat almost everywhere, in many facets, so the line is made of straight
# pieces. Count them, if you like.
#
# ## Does it hold?

# %% tags=["folded"]
from topicsite.lesson import Report

lecture = Report("karpathy-micrograd-lecture")
lecture.number(
    "neuron",
    says=[0.8813735870, 0.7071067812],
    found=[n.number, o.number],
    within=5e-11,
    because="half of the tenth decimal",
    digits=10,
)
lecture.number(
    "neuron-gradients",
    says=[-1.5, 1.0, 0.5, 0.0, 0.5],
    found=[value.gradient for value in (x1, w1, x2, w2, b)],
    within=1e-14,
    because="rounding; the bias is given to 16 decimals",
)
print(lecture)

# %% tags=["folded"]
demo = Report("micrograd")
counted = {"within": 0, "because": "it is a count"}
demo.number("parameters", says=337, found=count, **counted)
demo.number(
    "moons-start",
    says=0.8958,
    found=losses[0],
    within=0.00005,
    because="half of the fourth decimal",
)
demo.number(
    "moons-end", says=0.010978, found=losses[-1], within=5e-7, because="half of the sixth decimal"
)
demo.number("moons-right", says=[0.5, 1.0], found=[shares[0], shares[-1]], **counted)
print(demo)

# %% tags=["folded"]
book = Report("griewank-walther")
nudged = [inputs + 1 for inputs in sizes]
book.proved(
    "cheap",
    says="three to four times the function at most, however many inputs",
    found=f"{min(map(min, spared.values())):.2f} to {max(map(max, spared.values())):.2f} times "
    "with 2 to 200 inputs",
    when=lambda times: np.max(times) <= 4,
    of=list(spared.values()),
    unlike=[simple],
)
book.control("nothing spared", f"{max(simple):.2f} times")
book.control("a nudge of each input", ", ".join(map(str, nudged)) + " times with 2, 20, 200")
print(book)

survey = Report("baydin-2018")
survey.proved(
    "less-than-six",
    says="less than 6 times the function",
    found=f"{max(simple):.2f} times with nothing spared",
    when=lambda times: np.max(times) < 6,
    of=simple,
    unlike=nudged,
)
print()
print(survey)

# %% [markdown]
# ## Try it yourself
#
# - Give `Value` an `exp` and a `__pow__`, and build the neuron's `tanh` from them. Which numbers
#   change?
# - Call `walk_back(o)` twice. What are the gradients now, and what would a training loop need?
# - Take the second hidden layer out of the moons. How low does the loss get in a hundred steps?
