# ---
# title: Backpropagation without the chain rule
# summary: >
#   You write a computation as a list of constraints, give each a multiplier, and ask an ordinary
#   solver of equations for them. Out come the sensitivities of the backward pass, for a small graph
#   and for a network, and you see what the order of the backward pass is good for.
# follows: [vieira-not-just-chain-rule, lecun-1988-framework]
# teaches: [Lagrange multipliers, reverse-mode differentiation, computational graphs]
# duration: 15 min
# level: advanced
# ---

# %% [markdown]
# Suppose nobody had told you the chain rule. You have a computation, you want to know how its
# result reacts to every value in it, and all you know is how to treat a problem with constraints.
# **Would you find backpropagation?**
#
# When you have worked through this page you can
#
# - write a computation as constraints, and the sensitivities as their multipliers;
# - say what a multiplier means, and test it;
# - see the backward pass as the solution of a triangular system of equations.
#
# The page follows Vieira's *Backprop is not just the chain rule*, and then LeCun's framework of
# 1988, which does the same for a network.

# %% [markdown]
# ## A computation as constraints
#
# Two inputs and five steps. Each step is a rule that its value has to obey, and knows its
# derivative with each value that it uses.

# %% tags=["forward"]
import numpy as np

# name: (what it is made from, the rule, its derivatives)
steps = {
    "p": (("x", "y"), lambda x, y: x * y, lambda x, y: (y, x)),
    "s": (("p",), np.sin, lambda p: (np.cos(p),)),
    "q": (("s", "x"), lambda s, x: s + x, lambda s, x: (1.0, 1.0)),
    "r": (("q", "p"), lambda q, p: q * p, lambda q, p: (p, q)),
    "f": (("r", "y"), lambda r, y: np.exp(-r) + y, lambda r, y: (-np.exp(-r), 1.0)),
}
names = ["x", "y", *steps]


def run(x, y, slack=None):
    """Every value; `slack` is added to the step that it names."""
    values = {"x": x, "y": y}
    for name, (uses, rule, _) in steps.items():
        values[name] = rule(*(values[use] for use in uses)) + (slack or {}).get(name, 0.0)
    return values


values = run(1.2, 0.7)
for name in names:
    print(f"{name} = {values[name]:.6f}")

# %% [markdown]
# Now forget the order in which they were computed. There are seven unknowns. Five have to obey a
# rule, two are given, and we look at $f$. With a multiplier $\lambda$ for each constraint, the
# Lagrangian is
#
# $$\mathcal{L} = f - \sum_i \lambda_i \, (v_i - \text{rule}_i).$$
#
# Its derivative with every unknown must vanish. That gives one equation for each: the multiplier of
# a value equals the sum, over the steps that use it, of their multiplier times their derivative.
# And for $f$ there is a 1 more. These are seven linear equations, so solve them as such.

# %%
derivatives = np.zeros((7, 7))  # row: a value; column: a step that uses it
for name, (uses, _, slopes) in steps.items():
    for use, slope in zip(uses, slopes(*(values[use] for use in uses)), strict=True):
        derivatives[names.index(use), names.index(name)] += slope

end = np.array([float(name == "f") for name in names])
multipliers = np.linalg.solve(np.eye(7) - derivatives, end)
for name, multiplier in zip(names, multipliers, strict=True):
    print(f"multiplier of {name}: {multiplier:+.6f}")

# %% [markdown]
# No graph was walked, nothing was applied from the end to the beginning. Now the backward pass of
# the same computation, by a tape. What do you expect?

# %% tags=["backward"]
from backprop import operations as ops
from backprop.tape import Variable, gradient

x, y = Variable(1.2, "x"), Variable(0.7, "y")
p = x * y
s = ops.sin(p)
q = s + x
r = q * p
f = ops.exp(-r) + y
adjoints = [float(adjoint) for adjoint in gradient(f, [x, y, p, s, q, r, f])]
small_gap = np.abs(np.array(adjoints) - multipliers).max()
print("adjoints:", ", ".join(f"{adjoint:+.6f}" for adjoint in adjoints))
print(f"they differ from the multipliers by {small_gap:.0e} at most")

# %% [markdown]
# ## What a multiplier means
#
# A multiplier is the price of a constraint: by how much would the result move if the rule were
# relaxed by a little? Try it. Let each step come out a millionth larger than its rule says.

# %%
h = 1e-6
gaps = []
for name in steps:
    price = (run(1.2, 0.7, {name: h})["f"] - run(1.2, 0.7, {name: -h})["f"]) / (2 * h)
    gaps.append(abs(price - multipliers[names.index(name)]))
    print(f"{name}: relaxed {price:+.6f}, multiplier {multipliers[names.index(name)]:+.6f}")

# %% [markdown]
# That is exactly the question which the backward pass answers at every node: *if this rose a
# little, how would the end react?* So the two are the same thing under two names.
#
# ## Why the order matters
#
# Solving seven equations in general takes some $7^3$ steps. Look at the matrix, though.

# %% tags=["folded"]
# alt: The seven by seven matrix of the equations as a field. On the diagonal there are ones, marked
# by dots, and above it the derivatives, marked by squares, one for each edge of the graph. Below
# the diagonal everything is empty.
import matplotlib.pyplot as plt

plt.style.use("topicsite.lesson.figures")
figure, axes = plt.subplots(figsize=(4.2, 3.8))
rows, columns = np.nonzero(derivatives)
axes.plot(range(7), range(7), "o", ms=9, mfc="none", mec="#5d5a55", label="1")
axes.plot(columns, rows, "s", ms=11, color="#b3450a", label="minus a derivative")
axes.set(xticks=range(7), xticklabels=names, yticks=range(7), yticklabels=names)
axes.set(xlabel="step that uses it", ylabel="equation of the value", aspect="equal")
axes.invert_yaxis()
_ = axes.legend(loc="lower left")

# %% [markdown]
# Nothing stands below the diagonal, because a step uses only what was there before. Such a system
# needs no solver: the last equation has one unknown, the last but one has two, of which you know
# one by then. Each square is used once. *Going backward through the graph is how one solves
# triangular equations*, and that is all the backward pass is.
#
# If a computation had circles, the matrix would have entries below the diagonal, and no order would
# do. The equations would still hold.
#
# ## A network
#
# LeCun does this with vectors. For each layer $k$ there is the constraint
# $a_k = \tanh(W_k\, a_{k-1})$ and a vector of multipliers. Setting the derivative with every
# activation to zero gives one system for all layers together. Three layers of 4, 5 and 3 units:

# %% tags=["forward"]
from itertools import pairwise

from topicsite.lesson import seed

rng = np.random.default_rng(seed(3))
sizes = [2, 4, 5, 3]
w = [rng.normal(size=(n_out, n_in)) for n_in, n_out in pairwise(sizes)]
wanted = rng.normal(size=3)
a = [rng.normal(size=2)]
for weights in w:
    a.append(np.tanh(weights @ a[-1]))
error = a[-1] - wanted  # the derivative of half the squared distance

# %%
starts = np.cumsum([0, *sizes[1:]])
system = np.eye(starts[-1])
for k in (0, 1):  # what layer k hands to layer k + 1
    jacobian = (1 - a[k + 2] ** 2)[:, None] * w[k + 1]
    system[starts[k] : starts[k + 1], starts[k + 1] : starts[k + 2]] = -jacobian.T
given = np.concatenate([np.zeros(9), error])
solved = np.linalg.solve(system, given)
print(f"{len(system)} equations, solved at once")

# %% tags=["backward"]
a_bar = [error]
for k in (2, 1):
    a_bar.insert(0, w[k].T @ (a_bar[0] * (1 - a[k + 1] ** 2)))
layered_gap = np.abs(np.concatenate(a_bar) - solved).max()
print(f"the backward pass gives the same to {layered_gap:.0e}")

# %% [markdown]
# The line with `w[k].T` is the equation of one layer, read as a recipe. The gradient of a weight is
# the derivative of the Lagrangian with it, everything else held in place: the multiplier of its
# unit, times the slope, times the activation before. Check it by nudging.

# %%
from backprop.gradcheck import check


def cost(first):
    out = a[0]
    for weights in (first, *w[1:]):
        out = np.tanh(weights @ out)
    return 0.5 * np.sum((out - wanted) ** 2)


by_multipliers = np.outer(solved[:4] * (1 - a[1] ** 2), a[0])
first_layer = check(cost, by_multipliers, w[0])
no_slope = check(cost, np.outer(solved[:4], a[0]), w[0])
print(first_layer)

# %% [markdown]
# ## Does it hold?

# %% tags=["folded"]
from topicsite.lesson import Report

post = Report("vieira-not-just-chain-rule")
post.holds(
    "multipliers",
    says="the multipliers are the adjoints",
    found=f"seven of each, from a solver and from a tape, differ by {small_gap:.0e} at most",
    when=lambda solved: np.allclose(solved, adjoints, rtol=1e-12, atol=1e-12),
    of=multipliers,
    unlike=np.linalg.solve(np.eye(7) - np.triu(derivatives, 2), end),
)
print(post)

# %% tags=["folded"]
framework = Report("lecun-1988-framework")
framework.holds(
    "recursion",
    says="the condition on the multipliers is the backward recursion",
    found=f"12 multipliers of three layers differ by {layered_gap:.0e} at most; "
    f"the weights' gradient from them is right to {first_layer.error:.0e}",
    when=lambda checked: checked.agrees,
    of=first_layer,
    unlike=no_slope,
)
framework.control("the slope left out", f"the gradient is off by {no_slope.error:.0%}")
print(framework)

# %% [markdown]
# ## Try it yourself
#
# - Let `s` be made from `p` and `x`. Which equation gets another term, and where does the new
#   square appear?
# - Shuffle the list `names` and draw the matrix again. Do the multipliers change? What is lost?
# - Give the computation a circle: let `p` be `x * y + 0.1 * s`, and solve for the values by
#   repeating the steps until they settle. Do the multipliers still tell the price of a constraint?
