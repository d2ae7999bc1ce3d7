# ---
# title: One neuron, gate by gate
# summary: >
#   Three small circuits, taken apart into gates. You learn what a sum, a product and a maximum do
#   with the gradient that arrives at them, differentiate a whole neuron in your head, and then let
#   a tape do the same for an expression that nobody would differentiate by hand.
# follows: [cs231n-optimization-2, micrograd]
# teaches: [local gradients, computational graphs, implementation from scratch]
# duration: 15 min
# level: introductory
# ---

# %% [markdown]
# A gate in a circuit knows its own inputs and its own output, and nothing else. **How can it be
# that this is enough for the gradient of the whole?**
#
# When you have worked through this page you can
#
# - say what each kind of gate does with the gradient that arrives at it;
# - carry a gradient through a neuron by hand;
# - check a staged backward pass, your own or anybody's, against nudges.
#
# The page follows Stanford's notes *Backpropagation, Intuitions* and the expression in the front
# page of micrograd.

# %% [markdown]
# ## Two gates
#
# Start with $f = (x + y)\,z$ at $x = -2$, $y = 5$, $z = -4$. There are two gates: a sum, which
# gives $q = 3$, and a product.

# %% tags=["forward"]
x, y, z = -2.0, 5.0, -4.0
q = x + y
f = q * z
print(f"q = {q:g}, f = {f:g}")

# %% [markdown]
# The product gate sees 3 and -4. Its output changes with each input as fast as the *other* input is
# large. The sum gate passes on what it gets: each of its inputs moves the output one for one.

# %% tags=["backward"]
q_bar = z  # through the product, towards q
z_bar = q  # through the product, towards z
x_bar = 1.0 * q_bar  # through the sum
y_bar = 1.0 * q_bar
two_gates = [q, f, x_bar, y_bar, z_bar]
print(f"x {x_bar:g}, y {y_bar:g}, z {z_bar:g}")

# %% [markdown]
# If `x` rises by a little, `f` falls four times as fast. Read it as a wish: to make `f` larger,
# `x` and `y` should shrink, and `z` should grow.
#
# ## What the gates do
#
# Three gates are worth knowing by heart. Here they are in one circuit, $2\,(x y + \max(z, w))$ at
# $x = 3$, $y = -4$, $z = 2$, $w = -1$. Which of the four inputs gets no gradient at all?

# %%
from backprop import operations as ops
from backprop.tape import Variable, gradient

names = ["x", "y", "z", "w"]
inputs = [Variable(value, name) for name, value in zip(names, [3.0, -4.0, 2.0, -1.0], strict=True)]
x, y, z, w = inputs
circuit = (x * y + ops.maximum(z, w)) * 2.0
routed = [float(slope) for slope in gradient(circuit, inputs)]
for name, slope in zip(names, routed, strict=True):
    print(f"{name} gets {slope:g}")

# %% [markdown]
# - The **sum** handed the same 2 to both of its inputs: it distributes.
# - The **maximum** handed all of it to `z`, which was the larger, and nothing to `w`: it routes.
# - The **product** exchanged: `x` got 2 times -4, and `y` got 2 times 3.
#


# %% tags=["exercise"]
# exercise: product-gate
# title: Send a gradient back through a product
# task: The rule that takes a gradient from the output of a gate to its inputs is called its VJP.
# Here is that of a sum, which hands the same to both. Make it the rule of the product `a * b`: `g`
# is what arrives at the output; return what `a` gets and what `b` gets.
# hint: If `a` grows by 1, by how much does `a * b` grow?
# hint: That is the local gradient. What arrives, `g`, says how much each unit of it counts.
# hint: Each factor gets `g` times the *other* one.
# solved: With this rule, and as short ones for sums and functions, an engine can differentiate
#   every expression.
# start:
def multiply_vjp(g, a, b):
    return g, g  # what a sum would do


# wrong: keeps the factors where they are
def multiply_vjp(g, a, b):
    return g * a, g * b


# wrong: forgets what arrives
def multiply_vjp(g, a, b):
    return b, a


# wrong: adds in place of multiplying
def multiply_vjp(g, a, b):
    return g + b, g + a


# solution:
def multiply_vjp(g, a, b):
    return g * b, g * a


# check:
import numpy as np

from topicsite.lesson import attempt

for_a, for_b = attempt(multiply_vjp, 2.0, 3.0, 5.0).parts("what `a` gets", "what `b` gets")
for_a.equals(
    10.0,
    looks_like=[
        (2.0, "It is what arrived, as behind a sum. A product makes more of it, or less."),
        (6.0, "It is `g` times `a` itself. Ask how fast `a * b` grows with `a`: by `b`."),
        (5.0, "That is the local gradient alone. What arrives, `g`, has to be multiplied in."),
        (7.0, "What arrives and the local gradient are added here. They have to be multiplied."),
    ],
)
for_b.equals(6.0)
for part, right in zip(
    attempt(multiply_vjp, np.array([1.0, -2.0]), np.array([3.0, 4.0]), np.array([5.0, 6.0])).parts(
        "what `a` gets", "what `b` gets"
    ),
    ([5.0, -12.0], [3.0, -8.0]),
    strict=True,
):
    part.equals(right)


# %% [markdown]
# ## A whole neuron
#
# A neuron with two inputs multiplies, adds, and squashes the sum with a sigmoid. The notes take
# $w = (2, -3, -3)$ and $x = (-1, -2)$. The sigmoid makes it easy: its slope is $s\,(1 - s)$, where
# `s` is the output that you already have.

# %% tags=["forward"]
import math

w = [2.0, -3.0, -3.0]
x = [-1.0, -2.0]
dot = w[0] * x[0] + w[1] * x[1] + w[2]
s = 1 / (1 + math.exp(-dot))
print(f"weighted sum {dot:g}, output {s:.4f}")

# %% tags=["backward"]
dot_bar = s * (1 - s)
x_bar = [w[0] * dot_bar, w[1] * dot_bar]
w_bar = [x[0] * dot_bar, x[1] * dot_bar, 1.0 * dot_bar]
neuron = [s, dot_bar, *x_bar, *w_bar]
print(f"at the sum  {dot_bar:.4f}")
print("inputs     ", [f"{value:.4f}" for value in x_bar])
print("weights    ", [f"{value:.4f}" for value in w_bar])

# %% [markdown]
# The same neuron on the tape, gate by gate. Go back to the start and play it. Then move `x1` down
# to -4: the sum becomes large, the sigmoid flat, and hardly anything gets back through it.

# %% tags=["folded", "name:graph"]
from backprop.graph import Graph

traced = [Variable(v, n) for v, n in zip([*w, *x], ["w0", "w1", "w2", "x0", "x1"], strict=True)]
w0, w1, w2, x0, x1 = traced
total = w0 * x0 + w1 * x1 + w2
total.name = "sum"
output = ops.sigmoid(total)
output.name = "s"
Graph(output)

# %% tags=["folded"]
# alt: Two rows of bars for the five values of the neuron. The first row shows the values: 2, -3 and
# -3 for the weights, -1 and -2 for the inputs. The second shows the gradient: -0.20, -0.39 and 0.20
# for the weights, 0.39 and -0.59 for the inputs. The longest gradient belongs to the second input,
# which is multiplied by a weight of -3.
import matplotlib.pyplot as plt

plt.style.use("topicsite.lesson.figures")
labels = ["w0", "w1", "w2", "x0", "x1"]
figure, (above, below) = plt.subplots(2, 1, sharex=True)
above.bar(labels, [*w, *x], width=0.5, color="#1a5fb4")
below.bar(labels, [*w_bar, *x_bar], width=0.5, color="#b3450a", hatch="//", edgecolor="white")
above.set(ylabel="value, forward")
below.set(ylabel="gradient, backward")
for axes in (above, below):
    axes.axhline(0, color="#5d5a55", lw=0.8)

# %% [markdown]
# Compare the rows. A weight's gradient is in proportion to the *input* that it multiplies, and an
# input's to the *weight*. Inputs that are a thousand times larger make the weights' gradients a
# thousand times larger too, and you would need a smaller learning rate. That is why data is scaled
# before training.
#
# ## Staged computation
#
# Now something that has no meaning and many parts, so that a formula for its derivative would be a
# misery:
#
# $$f(x, y) = \frac{x + \sigma(y)}{\sigma(x) + (x + y)^2}$$
#
# Forward, one short line after another. Backward, the same lines in reverse, each by itself.

# %% tags=["forward"]
x, y = 3.0, -4.0
sig_y = 1 / (1 + math.exp(-y))
numerator = x + sig_y
sig_x = 1 / (1 + math.exp(-x))
total = x + y
square = total**2
denominator = sig_x + square
staged = numerator / denominator
print(f"f = {staged:.6f}")

# %% tags=["backward"]
numerator_bar = 1 / denominator
denominator_bar = -numerator / denominator**2
square_bar = denominator_bar
sig_x_bar = denominator_bar
total_bar = 2 * total * square_bar
x_bar = total_bar  # the first of three uses of x
y_bar = total_bar
x_bar += sig_x * (1 - sig_x) * sig_x_bar  # the second
x_bar += numerator_bar  # the third
sig_y_bar = numerator_bar
y_bar += sig_y * (1 - sig_y) * sig_y_bar
print(f"df/dx = {x_bar:.6f}, df/dy = {y_bar:.6f}")

# %% [markdown]
# Mind the `+=`. `x` is used three times, and each use adds its share. Write `=` once where `+=`
# should stand, and the result looks just as good. So check it.

# %%
import numpy as np

from backprop.gradcheck import check


def staged_function(point):
    x, y = point
    sig_x, sig_y = 1 / (1 + np.exp(-point))
    return (x + sig_y) / (sig_x + (x + y) ** 2)


point = np.array([3.0, -4.0])
all_uses = check(staged_function, np.array([x_bar, y_bar]), point)
print(all_uses)
forgotten = check(staged_function, np.array([x_bar - numerator_bar, y_bar]), point)
print(forgotten)

# %% [markdown]
# ## Let the tape do it
#
# A tape keeps the list of gates for you and walks it backward. Karpathy's micrograd, some hundred
# lines long, introduces itself with the expression below. Here is the same on our tape.

# %%
a, b = Variable(-4.0, "a"), Variable(2.0, "b")
c = a + b
d = a * b + b**3
c = c + c + 1
c = c + 1 + c + (-a)
d = d + d * 2 + ops.relu(b + a)
d = d + 3 * d + ops.relu(b - a)
e = c - d
f = e**2
g = f / 2.0
g = g + 10.0 / f
a_bar, b_bar = gradient(g, [a, b])
print(f"g = {g.value:.4f}, dg/da = {a_bar:.4f}, dg/db = {b_bar:.4f}")

# %% [markdown]
# ## Does it hold?

# %% tags=["folded"]
from topicsite.lesson import Report

report = Report("cs231n-optimization-2")
report.number("two-gates", says=[3, -12, -4, -4, 3], found=two_gates, within=0, because="exact")
report.number("patterns", says=[-8, 6, 2, 0], found=routed, within=0, because="exact")
report.number(
    "neuron",
    says=[0.73, 0.20, 0.39, -0.59, -0.20, -0.39, 0.20],
    found=neuron,
    within=0.005,
    because="half of the second decimal",
    digits=3,
)
report.holds(
    "staged",
    says="every use of a variable adds its share",
    found=f"with all uses {x_bar:.4f}, which nudges confirm",
    when=lambda checked: checked.agrees,
    of=all_uses,
    unlike=forgotten,
)
report.control("one use forgotten", f"off by {forgotten.error:.0%}")
print(report)

readme = Report("micrograd")
readme.number(
    "readme",
    says=[24.7041, 138.8338, 645.5773],
    found=[g.value, a_bar, b_bar],
    within=5e-5,
    because="half of the fourth decimal",
    digits=7,
)
print()
print(readme)

# %% [markdown]
# ## Try it yourself
#
# - In the circuit with four inputs make `w` equal to `z`. Guess what the maximum does with a tie,
#   and then look at what this tape does.
# - Change the neuron's second input from -2 to -200. What happens to the gradient of every weight,
#   and which part of the neuron is to blame?
# - Replace one `+=` of the staged backward pass by `=`. Which claim of the table tells you?
