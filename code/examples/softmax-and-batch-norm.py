# ---
# title: Two layers that look hard backward
# summary: >
#   Softmax with cross-entropy, and batch normalisation: step by step they take a page of lines, and
#   each of them reduces to one. You derive both, check them against nudges and against a tape, and
#   see why the short form is not only shorter.
# follows: [karpathy-backprop-ninja]
# teaches: [softmax and cross-entropy, batch normalisation, vectorised backpropagation]
# duration: 25 min
# level: intermediate
# ---

# %% [markdown]
# Batch normalisation computes a mean, a variance and a root over the whole batch, so every output
# depends on every example. **How can its backward pass fit on one line?**
#
# When you have worked through this page you can
#
# - write the backward pass of softmax with cross-entropy from memory, and say why its rows add up
#   to zero;
# - take a layer apart, go back step by step, and put the result together again;
# - say what batch normalisation takes away from a gradient.
#
# The page follows Karpathy's *Becoming a Backprop Ninja*. He checks against PyTorch; here are a
# gradient check and the tape.

# %% [markdown]
# ## Softmax and cross-entropy
#
# Four examples, three classes. The scores become probabilities, and the loss is the surprise about
# the right class, on average.

# %% tags=["forward"]
import numpy as np

from topicsite.lesson import seed

rng = np.random.default_rng(seed(6))
scores = rng.normal(size=(4, 3))
classes = np.array([0, 2, 1, 2])
n = len(scores)
rows = np.arange(n)

largest = scores.max(axis=1, keepdims=True)
powers = np.exp(scores - largest)
sums = powers.sum(axis=1, keepdims=True)
probabilities = powers / sums
surprises = -np.log(probabilities[rows, classes])
loss = surprises.mean()
print(probabilities.round(3))
print(f"loss {loss:.4f}")

# %% [markdown]
# Backward, line by line, from the last to the first. Each line answers for one line above. The
# powers were used twice, so two shares meet there.

# %% tags=["backward"]
d_surprises = np.full(n, 1 / n)
d_probabilities = np.zeros_like(scores)
d_probabilities[rows, classes] = -d_surprises / probabilities[rows, classes]
d_powers = d_probabilities / sums  # as what is divided
d_sums = -(d_probabilities * powers / sums**2).sum(axis=1, keepdims=True)
d_powers += d_sums  # as a part of the sum
step_by_step = d_powers * powers

# %% [markdown]
# (Subtracting the largest score changes nothing but the size of the numbers, so nothing flows that
# way.) Now look at the result, with the probabilities in mind. Can you see what it is?

# %%
print((n * step_by_step).round(3))

# %% [markdown]
# It is the probabilities, with 1 subtracted at the right class, divided by the number of examples.
# All the powers and quotients have cancelled.

# %% tags=["backward"]
one_hot = np.eye(3)[classes]
short = (probabilities - one_hot) / n
softmax_gap = np.abs(short - step_by_step).max()
print(f"the short form differs by {softmax_gap:.0e} from the long one")
print("sums of the rows:", short.sum(axis=1).round(20))

# %% [markdown]
# Each row adds up to zero: what pushes the right class up pulls the others down, in all by as much.
# It has to be so. Adding the same number to all scores of a row does not change the loss, and the
# derivative in that direction is the sum of the row.

# %% tags=["folded"]
# alt: A table of four rows and three columns, each field coloured by the gradient of a score. In
# every row one field is violet, the right class, whose score should rise, and two are orange, whose
# scores should fall. The surer the wrong answer, the stronger the colours.
import matplotlib.pyplot as plt

plt.style.use("topicsite.lesson.figures")
figure, axes = plt.subplots(figsize=(5, 3))
axes.imshow(short, cmap="PuOr_r", vmin=-0.25, vmax=0.25, aspect="auto")
for row in range(n):
    for column in range(3):
        colour = "white" if short[row, column] < -0.13 else "black"
        text = f"{short[row, column]:+.3f}"
        axes.text(column, row, text, ha="center", va="center", color=colour)
axes.set(xlabel="class", ylabel="example", xticks=range(3), yticks=range(n))
_ = axes.grid(visible=False)


# %% tags=["exercise"]
# exercise: cross-entropy
# title: Softmax with cross-entropy, from memory
# task: Without looking up: `scores` has a row for each example, `classes` the number of the right
# class of each. The loss is the mean of the surprises about the right classes. Return its gradient
# with the scores.
# hint: In which direction should each score of a row move? What is left when the answer is right
#   and sure?
# hint: Start from the probabilities, and think of what is different at the right class.
# hint: Subtract 1 there. And the loss is a *mean*.
# solved: The right class wants 1, the others 0, and the gradient is the distance. No other pair of
#   output and loss makes it easier.
# start:
import numpy as np


def loss_backward(scores, classes):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)  # the probabilities: not yet the gradient


# wrong: forgets that the loss is a mean
import numpy as np


def loss_backward(scores, classes):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = powers / powers.sum(axis=1, keepdims=True)
    return p - np.eye(scores.shape[1])[classes]


# wrong: has the sign turned over
import numpy as np


def loss_backward(scores, classes):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = powers / powers.sum(axis=1, keepdims=True)
    return (np.eye(scores.shape[1])[classes] - p) / len(scores)


# wrong: stops at the probabilities
import numpy as np


def loss_backward(scores, classes):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = powers / powers.sum(axis=1, keepdims=True)
    return -np.eye(scores.shape[1])[classes] / p / len(scores)


# wrong: subtracts from the whole column
import numpy as np


def loss_backward(scores, classes):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = powers / powers.sum(axis=1, keepdims=True)
    p[:, classes] -= 1
    return p / len(scores)


# solution:
import numpy as np


def loss_backward(scores, classes):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    p = powers / powers.sum(axis=1, keepdims=True)
    p[np.arange(len(scores)), classes] -= 1
    return p / len(scores)


# check:
import numpy as np

from topicsite.lesson import attempt

some_scores = np.random.default_rng(9).normal(size=(4, 3))
right_ones = np.array([2, 0, 0, 1])


def mean_surprise(values):
    sums = np.log(np.exp(values).sum(axis=1))
    return float(np.mean(sums - values[np.arange(4), right_ones]))


guessed = np.exp(some_scores) / np.exp(some_scores).sum(axis=1, keepdims=True)
wanted = np.eye(3)[right_ones]
attempt(loss_backward, some_scores, right_ones).are_slopes_of(
    mean_surprise,
    some_scores,
    looks_like=[
        (
            guessed,
            "These are the probabilities. All of them push their score down; the right class "
            "should be pulled up.",
        ),
        (
            (guessed - wanted.any(axis=0)) / 4,
            "The 1 is subtracted in whole columns. Each row has a right class of its own: index "
            "rows and columns together.",
        ),
        (
            guessed - wanted,
            "It is right for the sum of the surprises. The loss is their mean, over 4 examples.",
        ),
        (
            -wanted / guessed / 4,
            "This is how the loss reacts to the probabilities. From there it is "
            "one more step back, through the softmax, to the scores.",
        ),
    ],
)


# %% [markdown]
# ## Why the short form is better
#
# Not only because it is short. Let a score be 800 too small for the right class: its probability
# underflows to zero, and the long form divides by it.

# %%
far = np.array([0.0, -800.0, 1.0])
with np.errstate(all="ignore"):
    p = np.exp(far - far.max()) / np.exp(far - far.max()).sum()
    d_p = np.array([0.0, -1 / p[1], 0.0])
    long_form = (d_p - (d_p * p).sum()) * p
print("long ", long_form)
print("short", p - np.array([0.0, 1.0, 0.0]))

# %% [markdown]
# ## Batch normalisation, step by step
#
# Eight examples with five features. Each feature is shifted and scaled so that over the batch it
# has mean 0 and variance 1; then a gain and a shift that can be learnt.


# %% tags=["forward"]
def normalise(x, gain, shift):
    mean = x.mean(axis=0)
    centred = x - mean
    variance = (centred**2).sum(axis=0) / (len(x) - 1)
    scale = (variance + 1e-5) ** -0.5
    hat = centred * scale
    return mean, centred, variance, scale, hat, gain * hat + shift


x = rng.normal(2, 3, size=(8, 5))
gain, shift = rng.normal(size=5), rng.normal(size=5)
arriving = rng.normal(size=(8, 5))  # the gradient of some loss with the output
mean, centred, variance, scale, hat, out = normalise(x, gain, shift)
print("mean", hat.mean(axis=0).round(12) + 0.0, "variance", hat.var(axis=0, ddof=1).round(4))

# %% [markdown]
# Backward. What was spread over all rows on the way forward, a mean for instance, is summed over
# all rows on the way back. What was a sum is spread.

# %% tags=["backward"]
d_shift = arriving.sum(axis=0)
d_gain = (arriving * hat).sum(axis=0)
d_hat = arriving * gain
d_centred = d_hat * scale
d_scale = (d_hat * centred).sum(axis=0)
d_variance = d_scale * -0.5 * (variance + 1e-5) ** -1.5
d_centred = d_centred + d_variance * 2 * centred / (len(x) - 1)
d_mean = -d_centred.sum(axis=0)
d_x = d_centred + d_mean / len(x)

# %% [markdown]
# ## And in one line
#
# Put the lines for `d_variance` and `d_mean` into the last one. The centred values add up to zero,
# so one sum drops out, and three terms are left: what arrives, minus its mean, minus the part of it
# that points along the normalised values.

# %% tags=["backward"]
along = hat * (d_hat * hat).sum(axis=0) / (len(x) - 1)
one_line = scale * (d_hat - d_hat.mean(axis=0) - along)
formula_gap = np.abs(one_line - d_x).max()
without_variance = scale * (d_hat - d_hat.mean(axis=0))
without_mean = scale * (d_hat - along)
print(f"the one line differs by {formula_gap:.0e}")

# %% [markdown]
# Read what it does. A change that shifts all examples of a feature together is undone by the mean,
# and one that stretches them is undone by the variance. So the layer lets no gradient through in
# those two directions. Check that too: nothing is left of either.

# %%
left_over = np.abs(one_line.sum(axis=0)).max(), np.abs((one_line * hat).sum(axis=0)).max()
print(f"along the shift {left_over[0]:.0e}, along the stretch {left_over[1]:.0e}")

# %% [markdown]
# The stretch is a little above rounding, and that is no mistake: it is the 0.00001 that keeps the
# root from dividing by zero. Set it to 0 and see.
#


# %% tags=["exercise"]
# exercise: batch-norm
# title: Batch normalisation as libraries do it
# task: Most libraries divide by `n` for the variance, not by `n - 1`. Here is such a layer, without
# gain and shift. `g` arrives at its output `hat`; `scale` is 1 over the standard deviation. Write
# the gradient with its input, in one line.
# hint: Three terms, as above: what arrives, minus its mean, minus what points along `hat`.
# hint: Which of the three has an `n - 1` in it above?
# hint: What points along `hat` is `hat * (g * hat).mean(axis=0)`. And do not forget `scale`.
# solved: Shift a feature or stretch it, the output stays the same. So the gradient has nothing to
#   say in those two directions, and both are taken out of it.
# start:
def norm_backward(g, hat, scale):
    return scale * g  # as if mean and variance were constants


# wrong: forgets the way through the variance
def norm_backward(g, hat, scale):
    return scale * (g - g.mean(axis=0))


# wrong: forgets the way through the mean
def norm_backward(g, hat, scale):
    return scale * (g - hat * (g * hat).mean(axis=0))


# wrong: divides by n - 1
def norm_backward(g, hat, scale):
    along = hat * (g * hat).sum(axis=0) / (len(g) - 1)
    return scale * (g - g.mean(axis=0) - along)


# wrong: takes means over the features
def norm_backward(g, hat, scale):
    along = hat * (g * hat).mean(axis=1, keepdims=True)
    return scale * (g - g.mean(axis=1, keepdims=True) - along)


# solution:
def norm_backward(g, hat, scale):
    along = hat * (g * hat).mean(axis=0)
    return scale * (g - g.mean(axis=0) - along)


# check:
import numpy as np

from topicsite.lesson import attempt

draw = np.random.default_rng(10)
batch, reaching = draw.normal(2, 3, size=(5, 3)), draw.normal(size=(5, 3))


def normalised(values):
    return (values - values.mean(axis=0)) / values.std(axis=0)


even, narrow = normalised(batch), 1 / batch.std(axis=0)
level = reaching - reaching.mean(axis=0)
stretch = even * (reaching * even).mean(axis=0)
attempt(norm_backward, reaching, even, narrow).are_slopes_of(
    lambda values: float((reaching * normalised(values)).sum()),
    batch,
    looks_like=[
        (
            narrow * reaching,
            "It treats the mean and the variance as constants. Every example has a part in both.",
        ),
        (
            narrow * level,
            "The way through the mean is there. The one through the variance is missing.",
        ),
        (
            narrow * (reaching - stretch),
            "The way through the variance is there. The one through the mean is missing.",
        ),
        (
            narrow
            * (
                reaching
                - reaching.mean(axis=1, keepdims=True)
                - even * (reaching * even).mean(axis=1, keepdims=True)
            ),
            "The means are taken over the features of an example. A feature is normalised over "
            "the examples.",
        ),
        (
            narrow * (level - stretch * 5 / 4),
            "It is right for a variance with `n - 1`. Here it is `n`.",
        ),
    ],
)


# %% [markdown]
# ## Check everything
#
# By nudging, and against a tape that knows nothing of our formulas. And leave something out of each
# formula, to see whether the nudges would tell.

# %%
from backprop import operations as ops
from backprop.gradcheck import check
from backprop.tape import Variable, gradient


def softmax_loss(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return np.mean(np.log(np.exp(shifted).sum(axis=1)) - shifted[rows, classes])


def normalised_loss(x):
    return np.sum(arriving * normalise(x, gain, shift)[-1])


softmax_check = check(softmax_loss, short, scores)
nothing_subtracted = check(softmax_loss, probabilities / n, scores)
norm_check = check(normalised_loss, one_line, x)
no_variance = check(normalised_loss, without_variance, x)
no_mean = check(normalised_loss, without_mean, x)
print("softmax:", softmax_check)
print("batch norm:", norm_check)
print("without the way through the variance:", no_variance)

v_scores, v_x = Variable(scores), Variable(x)
(tape_scores,) = gradient(ops.softmax_cross_entropy(v_scores, one_hot), [v_scores])
v_centred = v_x - v_x.mean(axis=0)
v_variance = (v_centred**2.0).sum(axis=0) / 7.0
v_out = gain * v_centred * (v_variance + 1e-5) ** -0.5 + shift
(tape_x,) = gradient((arriving * v_out).sum(), [v_x])
tape_gaps = np.abs(tape_scores - short).max(), np.abs(tape_x - one_line).max()
print(f"the tape differs by {tape_gaps[0]:.0e} and {tape_gaps[1]:.0e}")

# %% [markdown]
# ## Does it hold?

# %% tags=["folded"]
from topicsite.lesson import Report

report = Report("karpathy-backprop-ninja")
report.holds(
    "softmax",
    says="(probabilities - one-hot) / n",
    found=f"nudges agree to {softmax_check.error:.0e}, the long form to {softmax_gap:.0e}",
    when=lambda checked: checked.agrees,
    of=softmax_check,
    unlike=nothing_subtracted,
)
report.control("no 1 subtracted", f"off by {nothing_subtracted.error:.0%}")
report.proved(
    "rows",
    says="each row adds up to 0",
    found=f"to {np.abs(short.sum(axis=1)).max():.0e}",
    when=lambda rows: np.allclose(rows.sum(axis=1), 0, rtol=0, atol=1e-15),
    of=short,
    unlike=probabilities / n,
)
report.holds(
    "batch-norm",
    says="one formula does the steps",
    found=f"nudges agree with it to {norm_check.error:.0e}, the steps to {formula_gap:.0e}",
    when=lambda found: found[0].agrees and np.allclose(found[1], d_x, rtol=1e-12, atol=1e-12),
    of=(norm_check, one_line),
    unlike=(no_variance, without_variance),
)
report.control("the way through the variance left out", f"off by {no_variance.error:.0%}")
report.control("the way through the mean left out", f"off by {no_mean.error:.0%}")
print(report)

# %% [markdown]
# ## Try it yourself
#
# - Divide by `len(x)` instead of `len(x) - 1` for the variance. Which two lines change, and what
#   becomes of the one line?
# - Forget the line for `d_mean`. By how much is `d_x` off, and would training fail?
# - Feed the layer a batch of a single example. What comes out, and what is the gradient?
