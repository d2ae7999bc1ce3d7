# ---
# title: Three ways to lose a gradient
# summary: >
#   A sigmoid that is too sure, a ReLU that never fires, a clip in the wrong place: each makes the
#   gradient vanish, and none raises an error. You cause all three on purpose, see the exact zeros,
#   and learn the one line that would have warned you.
# follows: [karpathy-understand-backprop]
# teaches: [vanishing gradients, activation functions, training practice]
# duration: 12 min
# level: intermediate
# ---

# %% [markdown]
# A framework computes your gradients, so why should you know how? Because it also computes zeros
# when you have built something that cannot learn, and it will not tell you. **Where does the
# gradient go?**
#
# When you have worked through this page you can
#
# - say from a unit's output how much gradient it lets through;
# - find the units of a network that are dead, and say why they stay dead;
# - clip the right thing, and recognise a program that clips the wrong one.
#
# The page follows Karpathy's *Yes you should understand backprop*.

# %% [markdown]
# ## Too sure
#
# A sigmoid with output $a$ lets $a\,(1 - a)$ of the gradient through. For which output is that
# largest, and how large is it? Guess, then look.

# %%
import numpy as np

from topicsite.lesson import seed, seeds


def sigmoid(z):
    return 0.5 * np.tanh(0.5 * z) + 0.5


outputs = np.linspace(0, 1, 10_001)
passes = outputs * (1 - outputs)
best = outputs[passes.argmax()]
print(f"at most {passes.max():.4f}, at an output of {best:.2f}")
for a in (0.9, 0.99, 0.999):
    print(f"an output of {a} lets {a * (1 - a):.6f} through")

# %% [markdown]
# A quarter is the *best* case, since $a(1 - a) = \frac{1}{4} - (a - \frac{1}{2})^2$: every sigmoid
# on the way back divides by four or more. The surer it is, the less it lets through. How sure it is
# depends on the first weights, so send a gradient back through one layer of 100 units and make the
# weights larger and larger. A tanh, which may let everything through, gets the same sums.

# %% tags=["backward"]
rng = np.random.default_rng(seed(0))
inputs = rng.normal(size=(200, 100))
arriving = np.ones((200, 100))

print("| spread of the weights | let through, on average | by a tanh |")
print("| ---: | ---: | ---: |")
shares, tanh_shares = [], []
for spread in (0.01, 0.1, 1.0, 10.0):
    z = inputs @ rng.normal(0, spread, size=(100, 100))
    a = sigmoid(z)
    back = arriving * a * (1 - a)
    tanh_back = arriving * (1 - np.tanh(z) ** 2)
    shares.append(back.max())
    tanh_shares.append(tanh_back.max())
    print(f"| {spread:g} | {back.mean():.4f} | {tanh_back.mean():.4f} |")

# %% [markdown]
# Nothing in the forward pass looks wrong in the last line: all outputs are between 0 and 1, as they
# should be. But most of them are *at* 0 or 1, and nearly nothing comes back.
#
# ## Never on
#
# A ReLU lets everything through where its sum is above zero, and nothing where it is below. That is
# better than a quarter, until a unit is below zero for *every* example. Train a small network of
# 30 ReLUs on a smooth curve, once with a fair rate and once with one that is too large, and
# count the units that no example switches on.

# %% tags=["backward"]
x = np.linspace(-1, 1, 40)[:, None]
y = np.sin(3 * x)


def start(number):
    rng = np.random.default_rng(number)
    return [rng.normal(size=(30, 1)), np.zeros(30), rng.normal(size=(1, 30)) / 6, np.zeros(1)]


def gradients(w1, b1, w2, b2, leak=0.0):
    z = x @ w1.T + b1
    gate = np.where(z > 0, 1.0, leak)  # through where it is on, else exactly 0
    h = z * gate
    error = (h @ w2.T + b2 - y) / len(x)
    hidden_error = (error @ w2) * gate
    return [hidden_error.T @ x, hidden_error.sum(axis=0), error.T @ h, error.sum(axis=0)]


def dead(w1, b1, w2, b2):
    """Which units no example switches on."""
    return (x @ w1.T + b1 <= 0).all(axis=0)


def train(weights, rate, steps, leak=0.0):
    for _ in range(steps):
        for w, slope in zip(weights, gradients(*weights, leak), strict=True):
            w -= rate * slope
    return weights


gentle = train(start(seed(1)), rate=0.1, steps=300)
harsh = train(start(seed(1)), rate=2.0, steps=3)
print(f"dead before {dead(*start(seed(1))).sum()} of 30, after training {dead(*gentle).sum()}")
print(f"dead after three long steps {dead(*harsh).sum()} of 30")
killed = [dead(*train(start(number), rate=2.0, steps=3)).sum() for number in seeds(20, first=1)]
spared = [dead(*train(start(number), rate=0.1, steps=3)).sum() for number in seeds(20, first=1)]
print("from twenty starts, three long steps:", *sorted(killed))
print("the same with the fair rate:", *sorted(spared))

# %% [markdown]
# Three steps were enough. Can the dead ones be brought back? Look at their gradient, then give the
# network a fair rate and all the time it wants. Do the same with a *leaky* ReLU, which lets a
# hundredth through where it is off.

# %%
gone = dead(*harsh)


def revived(leak):
    """The largest slope of what leads into a dead unit, and how far 1,000 fair steps move it."""
    weights = [w.copy() for w in harsh]
    slopes = gradients(*weights, leak)
    largest = max(np.abs(slopes[0][gone]).max(), np.abs(slopes[1][gone]).max())
    train(weights, rate=0.1, steps=1000, leak=leak)
    moved = np.abs(weights[0][gone] - harsh[0][gone]).max()
    return float(largest), float(moved), weights


for leak in (0.0, 0.01):
    largest, moved, _ = revived(leak)
    print(f"leak {leak}: largest slope {largest:.2g}, moved by {moved:.2g} after 1,000 more steps")

# %% tags=["folded"]
# alt: For each of the 30 hidden units a dot: how many of the 40 examples switch it on. With the
# fair rate all dots stand between 12 and 29. After three long steps more than half of the units
# stand in a row at exactly 0.
import matplotlib.pyplot as plt

plt.style.use("topicsite.lesson.figures")
figure, axes = plt.subplots()
for weights, label, colour, marker in (
    (gentle, "fair rate", "#1a5fb4", "o"),
    (harsh, "three long steps", "#b3450a", "s"),
):
    on = (x @ weights[0].T + weights[1] > 0).sum(axis=0)
    axes.plot(np.sort(on)[::-1], marker, color=colour, label=label)
axes.set(xlabel="hidden unit, in order", ylabel="examples that switch it on", ylim=(-2, 50))
_ = axes.legend(loc="upper right")

# %% [markdown]
# Exactly zero, not merely small. The slope of a weight is a sum over the examples, and each of them
# is multiplied by the gate. A unit that is off for all examples gets no gradient, so its weights
# stay, so it is off for all examples. (Above a layer that still learns it may come back, because
# what arrives there changes.) The warning would have been one line: `(h > 0).any(axis=0).mean()`,
# the share of units that are alive.
#
# ## Clipped in the wrong place
#
# The third way was found in a published program. A value `q` should come near a target, and a
# single odd target must not tear it away. So the program limited the *difference* to the range from
# -1 to 1, and squared that. What is the derivative for a difference of 5?

# %% tags=["backward"]
from backprop import operations as ops
from backprop.tape import Variable, gradient


def limited(d):
    """Between -1 and 1, written with maxima."""
    return -ops.maximum(-ops.maximum(d, -1.0), -1.0)


def clipped(d):
    return 0.5 * limited(d) ** 2.0


def huber(d):
    """Squared near zero, and straight lines of slope 1 outside."""
    inside = limited(d)
    return 0.5 * inside**2.0 + (abs(d) - abs(inside))


differences = np.linspace(-3, 3, 601)
curves = {}
for name, loss in (("difference clipped", clipped), ("Huber", huber)):
    d = Variable(differences)
    curves[name] = gradient(loss(d).sum(), d)
outside = np.abs(differences) > 1.005
print("clipped, largest gradient outside:", np.abs(curves["difference clipped"][outside]).max())
print("Huber, smallest gradient outside: ", np.abs(curves["Huber"][outside]).min())

# %% tags=["folded"]
# alt: The gradient against the difference from -3 to 3. Between -1 and 1 both losses give the same
# slanted line through zero. Outside, the clipped difference drops to exactly zero; Huber's stays
# level at -1 on the left and at 1 on the right.
figure, axes = plt.subplots()
axes.plot(differences, curves["Huber"], color="#1a5fb4", label="Huber")
axes.plot(
    differences, curves["difference clipped"], "--", color="#b3450a", label="difference clipped"
)
axes.set(xlabel="difference from the target", ylabel="gradient")
_ = axes.legend(loc="upper left")

# %% [markdown]
# Where the difference is large, the clipped loss is a constant, and a constant has no slope. The
# examples that are furthest off, from
# which there would be most to learn, teach nothing at all. What was wanted is a limit on the
# *gradient*, and that is what Huber's loss has. Start five away from the target and see.

# %%
ends = {}
for name, loss in (("difference clipped", clipped), ("Huber", huber)):
    q = 0.0
    for _ in range(200):
        value = Variable(q)
        q -= 0.1 * float(gradient(loss(value - 5.0), value))
    ends[name] = q
    print(f"{name:18} ends at {q:.4f}")

# %% [markdown]
# ## Does it hold?

# %% tags=["folded"]
from topicsite.lesson import Report

report = Report("karpathy-understand-backprop")
report.proved(
    "quarter",
    says="at most 0.25, at an output of 0.5",
    found=f"{passes.max():.4f}, at {best:.2f}",
    when=lambda slopes: slopes.max() == slopes[5000] == 0.25,
    of=passes,
    unlike=1 - outputs**2,  # the slope of a tanh with these outputs
)
report.proved(
    "fourfold",
    says="at most a quarter comes through",
    found=f"at most {max(shares):.4f} in 80,000 units and examples, of all spreads",
    when=lambda parts: max(parts) <= 0.25,
    of=shares,
    unlike=tanh_shares,
)
report.control("tanh in place of the sigmoid", f"up to {max(tanh_shares):.4f}")
report.proved(
    "dead",
    says="zero gradient, for good",
    found=f"{gone.sum()} dead units, largest slope {revived(0.0)[0]:g}, "
    f"moved by {revived(0.0)[1]:g} in 1,000 steps",
    when=lambda found: found[:2] == (0, 0),
    of=revived(0.0),
    unlike=revived(0.01),
)
report.control("a leak of 0.01", "largest slope {:.1g}, moved by {:.1g}".format(*revived(0.01)))
report.trials(
    "knocked-off",
    says="a large update can do it",
    shows=np.array(killed) > 0,
    expects="sometimes",
    found=f"{min(killed)} to {max(killed)} of 30 units dead after three steps of 2",
)
report.control("steps of 0.1", f"in {np.sum(np.array(spared) > 0)} of 20 starts")
slopes_outside = {name: curve[outside] for name, curve in curves.items()}
report.proved(
    "clipped",
    says="zero gradient where the difference is clipped; Huber's loss has one",
    found=f"from five away the clipped one ends at {ends['difference clipped']:g}, "
    f"Huber's at {ends['Huber']:.3f} of 5",
    when=lambda slopes: not slopes[0].any() and np.allclose(np.abs(slopes[1]), 1),
    of=[slopes_outside["difference clipped"], slopes_outside["Huber"]],
    unlike=[slopes_outside["Huber"], slopes_outside["difference clipped"]],
)
print(report)

# %% [markdown]
# ## Try it yourself
#
# - Give `revived` 10,000 steps. How many of the dead units does a leak of 0.01 bring back?
# - At which rate do the first units die in three steps? Halve and double until you know.
# - Add `0.001 * abs(d)` to the clipped loss. Does `q` arrive now, and how many steps does it take?
