# ---
# title: Two ways through a graph
# summary: >
#   One expression, differentiated forward and backward, with every number on the way. You count the
#   paths that nobody should ever walk, see how factoring avoids them, and find out when it is
#   cheaper to go backward.
# follows: [olah-backprop, baydin-2018]
# teaches: [computational graphs, forward-mode differentiation, reverse-mode differentiation]
# duration: 15 min
# level: introductory
# ---

# %% [markdown]
# The chain rule says what to multiply. It does not say in which order, and the order decides
# whether a gradient costs nothing or an age. **Why do we go backward?**
#
# When you have worked through this page you can
#
# - differentiate a small graph by hand, in either direction;
# - say how many paths a graph has, and why you never have to walk them;
# - tell from the number of inputs and outputs which direction is the cheaper one.
#
# The page follows Olah's *Calculus on Computational Graphs* and then the worked trace in the survey
# by Baydin and others.

# %% [markdown]
# ## A graph that fits in your head
#
# Olah's expression is $e = (a + b)(b + 1)$. Cut it into single steps and give each a name. Before
# you look, work out what a small rise of `b` does to `e` at $a = 2$, $b = 1$.

# %% tags=["forward"]
from backprop.tape import Variable

a, b = Variable(2.0, "a"), Variable(1.0, "b")
c = a + b
d = b + 1
c.name, d.name = "c", "d"
e = c * d
e.name = "e"
print(f"c = {c.value}, d = {d.value}, e = {e.value}")

# %% [markdown]
# The variables have kept a record of how they were made. To go backward, start at the end with a
# sensitivity of 1, and hand it back along every edge, multiplied by the derivative of that edge.

# %% tags=["backward"]
from backprop.trace import trace

told = trace(e)
print("| from | to | derivative of the edge | handed back | arrived so far |")
print("| --- | --- | ---: | ---: | ---: |")
for step in told["steps"]:
    numbers = " | ".join(f"{step[key]:g}" for key in ("local", "product", "adjoint"))
    print(f"| {step['from']} | {step['to']} | {numbers} |")

adjoints = {node["id"]: node["adjoint"] for node in told["nodes"]}

# %% [markdown]
# Here is the same, drawn. Play it, and then move `b`: which orange numbers follow, and which do
# not?

# %% tags=["backward", "name:graph"]
from backprop.graph import Graph

Graph(e)

# %% [markdown]
# Look at the two rows that end in `b`. One way leads through `d` and brings 3, the other through
# `c` and brings 2. Together that is 5: *a value that is used twice collects from both uses.*
#
# ## Paths that nobody walks
#
# Summing over paths is the chain rule taken literally. Olah draws three edges from X to Y and three
# from Y to Z. How many paths lead from X to Z? And if there were ten such stretches in a row?

# %%
from itertools import product

import numpy as np

from topicsite.lesson import seed

rng = np.random.default_rng(seed(3))
first, second = rng.normal(size=(2, 3))

paths = [alpha * delta for alpha, delta in product(first, second)]
walked = sum(paths)
factored = first.sum() * second.sum()
print(f"{len(paths)} paths, sum of their products  {walked:.6f}")
print(f"one product of two sums         {factored:.6f}")

# %% [markdown]
# Nine products, or one. That is all the magic there is: *add up at every node before you go on*,
# and each edge is used once. Both directions do this. They differ in the node at which they begin.

# %% tags=["folded"]
# alt: Two lines over the number of stretches in a row, from 1 to 12, on a logarithmic scale. The
# number of paths rises in a straight line from 3 to about half a million. The number of edges
# stays flat at the bottom, from 3 to 36.
import matplotlib.pyplot as plt

plt.style.use("topicsite.lesson.figures")
stretches = np.arange(1, 13)
figure, axes = plt.subplots()
axes.plot(stretches, 3.0**stretches, "o--", color="#5d5a55", label="paths to walk")
axes.plot(stretches, 3 * stretches, "o-", color="#b3450a", label="edges to use once")
axes.set_yscale("log")
axes.set(xlabel="stretches of three edges in a row", ylabel="how many")
_ = axes.legend()

# %% [markdown]
# ## Forward: derivatives that travel along
#
# The other direction begins at an input. Each value carries its derivative with it, the *tangent*:
# how fast it changes when that one input moves. Baydin and others work this through for
#
# $$y = \ln x_1 + x_1 x_2 - \sin x_2$$
#
# at $x_1 = 2$, $x_2 = 5$. Ask first how `y` reacts to $x_1$: give $x_1$ the tangent 1 and $x_2$ the
# tangent 0, and compute as usual.

# %% tags=["forward"]
from backprop import operations as ops
from backprop.forward import Dual

x1, x2 = Dual(2.0, 1.0), Dual(5.0, 0.0)
v1 = ops.log(x1)
v2 = x1 * x2
v3 = ops.sin(x2)
v4 = v1 + v2
y = v4 - v3

print("| step | value | tangent |")
print("| --- | ---: | ---: |")
for name, v in {"v1": v1, "v2": v2, "v3": v3, "v4": v4, "y": y}.items():
    print(f"| {name} | {v.value:.3f} | {v.tangent:.3f} |")

# %% [markdown]
# One sweep, and you know the answer for $x_1$: 5.5. For $x_2$ you must sweep again, with the other
# tangent set to 1. Nothing had to be remembered, though: a value may be forgotten as soon as the
# next ones are computed.


# %% tags=["forward"]
def function(x1, x2):
    return ops.log(x1) + x1 * x2 - ops.sin(x2)


by_x1 = function(Dual(2.0, 1.0), Dual(5.0, 0.0)).tangent
by_x2 = function(Dual(2.0, 0.0), Dual(5.0, 1.0)).tangent
print(f"two sweeps forward:   {by_x1:.6f} and {by_x2:.6f}")


# %% tags=["exercise"]
# exercise: product-forward
# title: Carry a tangent through a product
# task: Forward mode needs a rule for each operation too. A value and its tangent travel as a pair.
# Write the product of two such pairs: return the pair of its value and its tangent.
# hint: The tangent says how fast a value changes. If only `x` changes, how fast does `x * y`?
# hint: If both change, both contribute, and the contributions add up.
# hint: It is the product rule from school: $(xy)' = x'y + xy'$.
# solved: Backward the same two products are handed to two inputs. Forward they meet in one sum.
# start:
def multiply_pairs(first, second):
    x, x_dot = first
    y, y_dot = second
    return x * y, 0.0  # the value is right; the tangent is not


# wrong: multiplies the tangents
def multiply_pairs(first, second):
    x, x_dot = first
    y, y_dot = second
    return x * y, x_dot * y_dot


# wrong: lets only the first factor change
def multiply_pairs(first, second):
    x, x_dot = first
    y, y_dot = second
    return x * y, x_dot * y


# wrong: exchanges the factors
def multiply_pairs(first, second):
    x, x_dot = first
    y, y_dot = second
    return x * y, x * x_dot + y * y_dot


# solution:
def multiply_pairs(first, second):
    x, x_dot = first
    y, y_dot = second
    return x * y, x_dot * y + x * y_dot


# check:
from topicsite.lesson import attempt

moved = attempt(multiply_pairs, (2.0, 1.0), (5.0, 3.0))
value, tangent = moved.parts("the value", "the tangent")
value.equals(10.0)
tangent.equals(
    11.0,
    looks_like=[
        (0.0, "Nothing would change then, but both factors do."),
        (
            3.0,
            "The tangents are multiplied with each other. A small change times a small change is "
            "too small to count.",
        ),
        (5.0, "Only the first factor is allowed to change here. The second one does, too."),
        (17.0, "Each tangent goes with its own value. It should go with the other one."),
    ],
)
still = attempt(multiply_pairs, (2.0, 0.0), (5.0, 0.0)).parts("the value", "the tangent")[1]
still.equals(0.0)


# %% [markdown]
# Backward, one sweep gives both. The price is memory: the backward pass needs the values of the
# forward pass, so they must all be kept.

# %% tags=["backward"]
from backprop.tape import gradient

x1, x2 = Variable(2.0, "x1"), Variable(5.0, "x2")
result = function(x1, x2)
slopes = gradient(result, [x1, x2])
print(f"one sweep backward:   {slopes[0]:.6f} and {slopes[1]:.6f}")

# %% [markdown]
# ## Count the sweeps
#
# Two inputs are no argument. Take functions of 1 to 64 inputs and one output, and count how often a
# rule for a derivative is applied in order to get the whole gradient. What will the two lines look
# like?

# %%
from backprop.operation import counting


def chain(*xs):
    """One output that depends on every input."""
    total = xs[0]
    for x in xs[1:]:
        total = ops.sin(total) * x
    return total


def rules_applied(counts):
    return sum(count for name, count in counts.items() if name.endswith(("vjp", "jvp")))


def forward_work(n):
    with counting() as counts:
        for moved in range(n):
            chain(*[Dual(0.5, float(i == moved)) for i in range(n)])
    return rules_applied(counts)


def backward_work(n):
    with counting() as counts:
        inputs = [Variable(0.5) for _ in range(n)]
        gradient(chain(*inputs), inputs)
    return rules_applied(counts)


sizes = [1, 2, 4, 8, 16, 32, 64]
forward_counts = np.array([forward_work(n) for n in sizes])
backward_counts = np.array([backward_work(n) for n in sizes])
print("| inputs | rules forward | rules backward | forward / backward |")
print("| ---: | ---: | ---: | ---: |")
for n, f, r in zip(sizes[1:], forward_counts[1:], backward_counts[1:], strict=True):
    print(f"| {n} | {f} | {r} | {f / r:g} |")

# %% [markdown]
# The last column is the number of inputs, exactly: forward needs one sweep for each, backward one
# in all. A network has a million weights and one cost, so it goes backward. With one input and a
# million outputs it would be the other way round.
#
# ## Does it hold?

# %% tags=["folded"]
from topicsite.lesson import Report

report = Report("olah-backprop")
exactly = {"within": 0, "because": "exact"}
report.number("values", says=[3, 2, 6], found=[c.value, d.value, e.value], **exactly)
report.number("derivatives", says=[2, 5], found=[adjoints["a"], adjoints["b"]], **exactly)
report.proved(
    "paths",
    says="9 products of paths, or 1 product of sums",
    found=f"{len(paths)} and 1, which differ by {abs(walked - factored):.0e}",
    when=lambda sums: np.isclose(*sums, rtol=1e-12),
    of=[walked, factored],
    unlike=[walked - paths[-1], factored],
)
report.holds(
    "sweeps",
    says="one sweep forward for each input, one backward in all",
    found=f"{forward_counts[-1] / backward_counts[-1]:g} times the work with 64 inputs",
    when=lambda counts: np.array_equal(counts[0][1:] / counts[1][1:], sizes[1:]),
    of=[forward_counts, backward_counts],
    unlike=[backward_counts, backward_counts],
)
print(report)

survey = Report("baydin-2018")
decimals = {"within": 5e-4, "because": "half of the third decimal"}
steps = [np.log(2.0), 2.0 * 5.0, np.sin(5.0), np.log(2.0) + 10.0, y.value]
survey.number("trace", says=[0.693, 10, -0.959, 10.693, 11.652], found=steps, **decimals)
survey.number("forward", says=[5.5, 1.716], found=[by_x1, by_x2], **decimals)
survey.number("backward", says=[5.5, 1.716], found=slopes, **decimals)
print()
print(survey)

# %% [markdown]
# ## Try it yourself
#
# - Add a third use of `b` to Olah's expression, say `e = (a + b) * (b + 1) + b`. Predict its new
#   adjoint before you run the trace.
# - In the survey's expression replace `ops.sin(x2)` by `ops.sin(x1)`. Which of the two sweeps
#   forward does not change at all?
# - Let `chain` return 64 outputs of one input instead. Which way would you go now, and why?
