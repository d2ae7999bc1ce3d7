# ---
# title: A way past every layer
# summary: >
#   Fifty blocks deep, a gradient vanishes or explodes unless the weights are just right. You add
#   the input of each block to its output, then a layer normalisation, and watch the gradient arrive
#   with nearly any weights. Both backward passes you derive and check by nudging.
# follows: [he-2016-identity-mappings, llm-c-layernorm, ba-2016-layer-normalization]
# teaches: [residual connections, layer normalisation, vanishing gradients]
# duration: 25 min
# level: intermediate
# ---

# %% [markdown]
# Careful first weights carry a gradient through ten layers. A language model has a hundred, and
# nobody keeps its weights careful during training. **What carries the gradient through those?**
#
# When you have worked through this page you can
#
# - write the backward pass of a residual block, and say why a plus sign has such an effect;
# - write the backward pass of layer normalisation, and say which two directions it blocks;
# - predict for a deep stack whether the gradient vanishes, explodes or arrives.
#
# The page follows He and others on residual connections, Ba, Kiros and Hinton on layer
# normalisation, and the tutorial in Karpathy's *llm.c*, which has both in C.

# %% [markdown]
# ## One block, and a plus sign
#
# A block computes something from its input: here two matrices with a ReLU between them, as in the
# feed-forward part of a transformer. A *residual* block adds the input to the result:
#
# $$y = x + F(x).$$
#
# The input is used twice, so on the way back two shares meet. One comes through $F$, as always.
# What is the other one?

# %% tags=["forward"]
import numpy as np

from topicsite.lesson import seed, seeds

rng = np.random.default_rng(seed(3))
x = rng.normal(size=(4, 6))  # four examples with six numbers each
first, second = rng.normal(size=(6, 8)) / 2, rng.normal(size=(8, 6)) / 2
arriving = rng.normal(size=(4, 6))  # the gradient of some loss with the output


def branch(x):
    return np.maximum(x @ first, 0) @ second


# %% tags=["backward"]
def branch_backward(g, x):
    """What reaches the input through the branch, if g arrives at its output."""
    return (g @ second.T * (x @ first > 0)) @ first.T


through_the_branch = branch_backward(arriving, x)
d_x = arriving + through_the_branch
print("arrives at the output: ", arriving[0].round(3))
print("through the branch:    ", through_the_branch[0].round(3))
print("reaches the input:     ", d_x[0].round(3))

# %% [markdown]
# The other share is the gradient itself, untouched: no weight, no slope. An addition hands on what
# arrives to both of its parts. That is all there is to the backward pass, and easy to lose: a hand
# that forgets one of the two parts raises no error. Nudge the input to see that both are needed.

# %%
from backprop.gradcheck import check


def block_loss(x):
    return np.sum(arriving * (x + branch(x)))


both_shares = check(block_loss, d_x, x)
branch_alone = check(block_loss, through_the_branch, x)
shortcut_alone = check(block_loss, arriving, x)
print(both_shares)
print(branch_alone)


# %% tags=["exercise"]
# exercise: residual-block
# title: A residual block, backward
# task: The block is `y = x + np.tanh(x @ w)`, with a row of `x` for each example. `g` arrives at
# `y`. Return what `x` gets and what `w` gets.
# hint: How often is `x` used on the way forward? And `w`?
# hint: Write `h = np.tanh(x @ w)`. The gradient of `x @ w` is `g * (1 - h**2)`.
# hint: Multiply that by `w.T` from the right, or by `x.T` from the left. One of the two results
#   still needs something added.
# solved: The weights of a block never notice the shortcut around them. Only the input does.
# start:
import numpy as np


def block_backward(g, x, w):
    return np.zeros_like(x), np.zeros_like(w)  # your turn


# wrong: forgets the shortcut
import numpy as np


def block_backward(g, x, w):
    d_sum = g * (1 - np.tanh(x @ w) ** 2)
    return d_sum @ w.T, x.T @ d_sum


# wrong: sends the shortcut through the slope
import numpy as np


def block_backward(g, x, w):
    d_sum = g * (1 - np.tanh(x @ w) ** 2)
    return d_sum + d_sum @ w.T, x.T @ d_sum


# wrong: forgets the slope of tanh
def block_backward(g, x, w):
    return g + g @ w.T, x.T @ g


# wrong: does not transpose
import numpy as np


def block_backward(g, x, w):
    d_sum = g * (1 - np.tanh(x @ w) ** 2)
    return g + d_sum @ w, x.T @ d_sum


# solution:
import numpy as np


def block_backward(g, x, w):
    d_sum = g * (1 - np.tanh(x @ w) ** 2)
    return g + d_sum @ w.T, x.T @ d_sum


# check:
import numpy as np

from topicsite.lesson import attempt

draw = np.random.default_rng(11)
some, matrix, reaching = (
    draw.normal(size=(3, 4)),
    draw.normal(size=(4, 4)),
    draw.normal(size=(3, 4)),
)
sums = reaching * (1 - np.tanh(some @ matrix) ** 2)
of_x, of_w = attempt(block_backward, reaching, some, matrix).parts("d_x", "d_w")
of_x.are_slopes_of(
    lambda values: float((reaching * (values + np.tanh(values @ matrix))).sum()),
    some,
    looks_like=[
        (
            sums @ matrix.T,
            "This is the share that comes through the tanh. The shortcut brings another one.",
        ),
        (
            sums + sums @ matrix.T,
            "Both shares are there, but the shortcut goes past the tanh, so its share meets no "
            "slope.",
        ),
        (
            reaching + reaching @ matrix.T,
            "The shortcut is right. On the way through the branch the slope of tanh is missing.",
        ),
        (
            reaching + sums @ matrix,
            "Forward, `x` is multiplied by `w`. Backward it takes the transpose, even where the "
            "shapes do not insist.",
        ),
    ],
)
of_w.are_slopes_of(
    lambda values: float((reaching * np.tanh(some @ values)).sum()),
    matrix,
    looks_like=[(some.T @ reaching, "For the weights the slope of tanh is missing.")],
)


# %% [markdown]
# ## Fifty blocks
#
# Now the effect. Through many blocks without a shortcut, the gradient is multiplied by one matrix
# after another. With the shortcut, each factor becomes *one plus* that matrix:
#
# $$(I + J_{50})\cdots(I + J_2)(I + J_1).$$
#
# Multiply it out, and there is a term without any of the matrices: the gradient of the top itself,
# however small the weights may be. He and others conclude that the gradient *does not vanish even
# when the weights are arbitrarily small*. Try weights a tenth as large as they should be, and of
# the right size, and twice as large, with and without the shortcut. What do you expect in the six
# cases?

# %%
width, depth, batch = 32, 50, 8


def normalise(x):
    """Each row with mean 0 and variance 1; and one over its standard deviation."""
    centred = x - x.mean(axis=1, keepdims=True)
    scale = 1 / np.sqrt((centred**2).mean(axis=1, keepdims=True) + 1e-5)
    return centred * scale, scale


def normalise_backward(g, hat, scale):
    """Derived below."""
    along = hat * (g * hat).mean(axis=1, keepdims=True)
    return scale * (g - g.mean(axis=1, keepdims=True) - along)


def gradients(start, size, shortcut=1.0, norm=False):
    """The length of the gradient at the input of each block, and last at the top, where it is 1.

    Args:
        start: where the draws of weights, inputs and gradient begin.
        size: how many times the weights that keep the variance of a branch.
        shortcut: by what the input is multiplied before it is added; 0 leaves the shortcut out.
        norm: whether each branch begins with a layer normalisation.
    """
    rng = np.random.default_rng(start)
    x = rng.normal(size=(batch, width))
    kept = []
    for _ in range(depth):
        w1 = size * rng.normal(size=(width, width)) * np.sqrt(2 / width)
        w2 = size * rng.normal(size=(width, width)) * np.sqrt(1 / width)
        hat, scale = normalise(x) if norm else (x, None)
        on = hat @ w1 > 0
        kept.append((w1, w2, on, hat, scale))
        x = shortcut * x + (hat @ w1 * on) @ w2
    g = rng.normal(size=x.shape)
    g /= np.linalg.norm(g)
    lengths = [1.0]
    for w1, w2, on, hat, scale in reversed(kept):
        back = (g @ w2.T * on) @ w1.T
        g = shortcut * g + (normalise_backward(back, hat, scale) if norm else back)
        lengths.insert(0, np.linalg.norm(g))
    return np.array(lengths)


starts = seeds(20)
sizes = {"a tenth": 0.1, "right": 1.0, "twice": 2.0}
stacks = {
    "plain": {"shortcut": 0.0},
    "with shortcuts": {},
    "shortcuts and norm": {"norm": True},
}
lengths = {
    (stack, word): np.array([gradients(start, size, **choices) for start in starts])
    for stack, choices in stacks.items()
    for word, size in sizes.items()
}


def typical(stack, word):
    return np.median(lengths[stack, word][:, 0])


print("Length of the gradient at the bottom if it is 1 at the top, median of 20 starts:\n")
without_norm = list(stacks)[:2]
print("| weights |", " | ".join(without_norm), "|")
print("| --- | ---: | ---: |")
for word in sizes:
    print(f"| {word} |", " | ".join(f"{typical(stack, word):.2g}" for stack in without_norm), "|")

# %% [markdown]
# With small weights the plain stack passes on nothing that training could use; with shortcuts, all
# of it arrives. That is half of the answer. The other half is in the last two rows: a factor of
# *one plus something* hardly ever vanishes, but it can grow. At the size that suits the plain stack
# best, the shortcuts let the gradient explode: each block adds the variance of its branch to that
# of its input, which doubles it, on the way forward and on the way back.
#
# And the shortcut has to be a bare one. Multiply it by 0.9, which sounds harmless:

# %%
scaled = np.array([gradients(start, 0.1, shortcut=0.9)[0] for start in starts])
bare = lengths["with shortcuts", "a tenth"][:, 0]
print(f"bare shortcut {np.median(bare):.3f}, times 0.9: {np.median(scaled):.4f}")
print(f"0.9 to the power of 50 is {0.9**depth:.4f}")

# %% [markdown]
# ## Layer normalisation
#
# What is missing is something that keeps the branch from growing along with its input. Layer
# normalisation takes each example by itself and brings its `n` numbers to mean 0 and variance 1;
# then a gain and a shift that can be learnt. Derive the way back as you would for batch
# normalisation. Let $g$ arrive at the normalised $\hat x$, let $s$ be one over the standard
# deviation, and ask in how many ways an entry of $x$ reaches the output:
#
# - by itself, and that gives `s * g`;
# - through the mean, which all share: each entry bears one `n`-th of it, and a larger mean lowers
#   every normalised entry by `s`. Together: minus `s` times the mean of `g`;
# - through the deviation, which grows the more, the further the entry lies from the mean, and
#   shrinks every normalised entry in proportion. Together: minus `s * hat` times the mean of
#   `g * hat`.
#
# $$\bar x = s\,\Bigl(g - \operatorname{mean}(g) - \hat x \operatorname{mean}(g\,\hat x)\Bigr).$$
#
# With a gain, $g$ is what arrives times the gain. These are the lines of *llm.c*, which calls the
# three `dnorm`, `norm` and `rstd`. And they are those of batch normalisation with the means taken
# along the other axis, and `n` for `n - 1`.

# %% tags=["backward"]
gain, shift = rng.normal(size=6), rng.normal(size=6)
hat, scale = normalise(x)
out = gain * hat + shift

d_shift = arriving.sum(axis=0)
d_gain = (arriving * hat).sum(axis=0)
d_hat = arriving * gain
d_input = normalise_backward(d_hat, hat, scale)


# %% tags=["exercise"]
# exercise: layer-norm
# title: Layer normalisation, backward
# task: Each row of `x` is normalised to mean 0 and variance 1 and then multiplied by `gain`, an
# entry for each column. `g` arrives at the result. Return what `x` gets. There is no small constant
# under the root here.
# hint: Compute `hat` and the standard deviation of each row again, with `keepdims=True`.
# hint: First go back through the gain. Then come the three terms from above.
# hint: Which axis does a mean take here, `0` or `1`?
# solved: An example is normalised by itself, so no gradient passes from one example to another.
# start:
import numpy as np


def layer_norm_backward(g, x, gain):
    deviation = x.std(axis=1, keepdims=True)
    return g * gain / deviation  # as if mean and deviation were constants


# wrong: forgets the gain
import numpy as np


def layer_norm_backward(g, x, gain):
    deviation = x.std(axis=1, keepdims=True)
    hat = (x - x.mean(axis=1, keepdims=True)) / deviation
    along = hat * (g * hat).mean(axis=1, keepdims=True)
    return (g - g.mean(axis=1, keepdims=True) - along) / deviation


# wrong: forgets the way through the deviation
import numpy as np


def layer_norm_backward(g, x, gain):
    d_hat = g * gain
    return (d_hat - d_hat.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True)


# wrong: takes the means over the batch
import numpy as np


def layer_norm_backward(g, x, gain):
    deviation = x.std(axis=0)
    hat = (x - x.mean(axis=0)) / deviation
    d_hat = g * gain
    return (d_hat - d_hat.mean(axis=0) - hat * (d_hat * hat).mean(axis=0)) / deviation


# wrong: applies the gain last
import numpy as np


def layer_norm_backward(g, x, gain):
    deviation = x.std(axis=1, keepdims=True)
    hat = (x - x.mean(axis=1, keepdims=True)) / deviation
    along = hat * (g * hat).mean(axis=1, keepdims=True)
    return gain * (g - g.mean(axis=1, keepdims=True) - along) / deviation


# solution:
import numpy as np


def layer_norm_backward(g, x, gain):
    deviation = x.std(axis=1, keepdims=True)
    hat = (x - x.mean(axis=1, keepdims=True)) / deviation
    d_hat = g * gain
    along = hat * (d_hat * hat).mean(axis=1, keepdims=True)
    return (d_hat - d_hat.mean(axis=1, keepdims=True) - along) / deviation


# check:
import numpy as np

from topicsite.lesson import attempt

draw = np.random.default_rng(12)
given, reaching, gains = draw.normal(size=(3, 5)), draw.normal(size=(3, 5)), draw.normal(size=5)


def three_terms(values, g, axis):
    spread = values.std(axis=axis, keepdims=True)
    even = (values - values.mean(axis=axis, keepdims=True)) / spread
    taken = g.mean(axis=axis, keepdims=True) + even * (g * even).mean(axis=axis, keepdims=True)
    return (g - taken) / spread


def layer_norm_loss(values):
    even = (values - values.mean(axis=1, keepdims=True)) / values.std(axis=1, keepdims=True)
    return float((reaching * gains * even).sum())


wide = given.std(axis=1, keepdims=True)
pulled = reaching * gains
attempt(layer_norm_backward, reaching, given, gains).are_slopes_of(
    layer_norm_loss,
    given,
    looks_like=[
        (
            pulled / wide,
            "It treats the mean and the deviation as constants. Every entry of the row has a part "
            "in both.",
        ),
        (three_terms(given, reaching, 1), "All three terms are there, but the gain is not."),
        (
            (pulled - pulled.mean(axis=1, keepdims=True)) / wide,
            "The way through the mean is there. The one through the deviation is missing.",
        ),
        (
            three_terms(given, pulled, 0),
            "This is batch normalisation: its means run over the examples. Here each row is "
            "normalised by itself.",
        ),
        (
            gains * three_terms(given, reaching, 1),
            "The gain comes last on the way forward, so it comes first on the way back: before the "
            "means are taken.",
        ),
    ],
)


# %% [markdown]
# Check the formula by nudging and against the tape of a library that knows nothing of it. And leave
# out one of its terms, to see whether the nudges would tell.

# %%
from backprop.tape import Variable, gradient


def norm_loss(x):
    return np.sum(arriving * (gain * normalise(x)[0] + shift))


norm_check = check(norm_loss, d_input, x)
gain_check = check(lambda gain: np.sum(arriving * (gain * hat + shift)), d_gain, gain)
no_deviation = check(norm_loss, scale * (d_hat - d_hat.mean(axis=1, keepdims=True)), x)
no_mean = check(norm_loss, scale * (d_hat - hat * (d_hat * hat).mean(axis=1, keepdims=True)), x)
print("layer norm:", norm_check)
print("without the deviation:", no_deviation)

v_x = Variable(x)
v_centred = v_x - v_x.mean(axis=1, keepdims=True)
v_out = v_centred * ((v_centred**2.0).mean(axis=1, keepdims=True) + 1e-5) ** -0.5 * gain + shift
(tape_x,) = gradient((arriving * v_out).sum(), [v_x])
print(f"the tape differs by {np.abs(tape_x - d_input).max():.0e}")

# %% [markdown]
# ## What it blocks
#
# Add a number to a whole row, and the mean takes it away. Multiply the row, and the deviation does.
# So neither has any effect, and the gradient has nothing to say in those two directions: each of
# its rows adds up to zero, and has no part along the normalised row. It has to be so, for the rows
# of weights in front as well. Shift them together or stretch the whole matrix, and the output stays
# the same. Batch normalisation shrugs off the stretching too, but a single example ten times as
# large as the others changes what it does with all of them.

# %%
exact = (x - x.mean(axis=1, keepdims=True)) / x.std(axis=1, keepdims=True)
blocked = normalise_backward(d_hat, exact, 1 / x.std(axis=1, keepdims=True))
print(f"rows add up to {np.abs(blocked.sum(axis=1)).max():.0e} at most")
print(f"along the normalised row there is {np.abs((blocked * exact).sum(axis=1)).max():.0e} left")


def layer_normed(rows):
    return (rows - rows.mean(axis=1, keepdims=True)) / rows.std(axis=1, keepdims=True)


def batch_normed(rows):
    return (rows - rows.mean(axis=0)) / rows.std(axis=0)


w = rng.normal(size=(6, 6))
one_larger = x * np.array([[10.0], [1.0], [1.0], [1.0]])
changes = {
    "matrix stretched": (x @ w, x @ (7 * w)),
    "matrix shifted": (x @ w, x @ (w + rng.normal(size=(6, 1)))),
    "one unit stretched": (x @ w, x @ (w * np.array([7.0, 1, 1, 1, 1, 1]))),
    "one example stretched": (x @ w, one_larger @ w),
}
moved = {}
print("\n| change | moves layer norm by | moves batch norm by |\n| --- | ---: | ---: |")
for change, (before, after) in changes.items():
    moved[change] = [np.abs(f(after) - f(before)).max() for f in (layer_normed, batch_normed)]
    print(f"| {change} |", " | ".join(f"{most:.1e}" for most in moved[change]), "|")

# %% [markdown]
# ## Both together
#
# Put a layer normalisation at the head of each branch and leave the shortcut bare, as GPT-2 does.
# Now the branch cannot tell how large its input is, so it can no longer grow along with it. Run the
# fifty blocks again.

# %%
print("| weights |", " | ".join(stacks), "|")
print("| --- | ---: | ---: | ---: |")
for word in sizes:
    print(f"| {word} |", " | ".join(f"{typical(stack, word):.2g}" for stack in stacks), "|")

# %% tags=["folded"]
# alt: Three panels, for weights a tenth as large as they should be, right, and twice as large. Each
# shows on a logarithmic axis the length of the gradient against the number of blocks behind it,
# from 0 to 50. Plain: falls off the panel, sinks to a tenth, rises off the panel. With shortcuts:
# level, rises to ten million, rises off the panel. With shortcuts and norm: level in the first
# panel, a gentle rise to eight in the second, and in the third the same with a leap to thirty at
# the end.
import matplotlib.pyplot as plt

plt.style.use("topicsite.lesson.figures")
figure, panels = plt.subplots(1, 3, sharey=True)
for axes, word in zip(panels, sizes, strict=True):
    for stack, colour, line in zip(
        stacks, ("#b3450a", "#5d5a55", "#1a5fb4"), ("-", "--", "-"), strict=True
    ):
        axes.semilogy(
            range(depth + 1),
            np.median(lengths[stack, word], axis=0)[::-1],
            line,
            color=colour,
            label=stack,
        )
    axes.set(title=f"weights: {word}", ylim=(1e-9, 1e9), xticks=[0, 25, 50])
panels[1].set_xlabel("blocks on the way back")
panels[0].set_ylabel("length of the gradient")
_ = panels[0].legend(loc="upper left", fontsize="small")

# %% [markdown]
# Where the other stacks range over a hundred powers of ten, this one stays between 1 and 30. How
# slowly it grows you can work out. At block number *k* the sum on the shortcut has about *k* times
# the variance of a branch, and the norm divides by its root. So the block multiplies the squared
# length of the gradient not by 2 but by 1 + 1/*k*, and fifty of them by 2/1 · 3/2 · 4/3 ··· 51/50 =
# 51, whose root is 7.1. (With weights twice as large, the branches soon drown the input; only the
# very first block meets an input of variance 1, and makes the leap that you see at the end.)
#
# ## Does it hold?

# %% tags=["folded"]
from topicsite.lesson import Report

shortcuts = Report("he-2016-identity-mappings")
shortcuts.holds(
    "two-terms",
    says="what arrives directly, plus what comes through the weights",
    found=f"nudges agree to {both_shares.error:.0e}",
    when=lambda checked: checked.agrees,
    of=both_shares,
    unlike=branch_alone,
)
shortcuts.control("the direct share left out", f"off by {branch_alone.error:.0%}")
shortcuts.control("the share of the weights left out", f"off by {shortcut_alone.error:.0%}")
plain = lengths["plain", "a tenth"][:, 0]
shortcuts.trials(
    "does-not-vanish",
    says="more than half of it arrives through 50 blocks with small weights",
    shows=bare > 0.5,
    expects="always",
    found=f"{bare.min():.2f} to {bare.max():.2f} of it",
)
shortcuts.control("the same blocks without shortcuts", f"at most {plain.max():.0e}")
shortcuts.trials(
    "scaled",
    says="less than a tenth arrives if each shortcut is multiplied by 0.9",
    shows=scaled < 0.1,
    expects="always",
    found=f"{scaled.max():.4f} at most; 0.9 to the power of 50 is {0.9**depth:.4f}",
)
shortcuts.control("multiplied by 1", f"at least {bare.min():.2f}")
print(shortcuts)

tutorial = Report("llm-c-layernorm")
tutorial.holds(
    "backward",
    says="rstd (dnorm - its mean - norm mean(dnorm norm))",
    found=f"nudges agree to {norm_check.error:.0e}, for the gain to {gain_check.error:.0e}",
    when=lambda checked: all(found.agrees for found in checked),
    of=[norm_check, gain_check],
    unlike=[no_deviation, gain_check],
)
tutorial.control("the way through the deviation left out", f"off by {no_deviation.error:.0%}")
tutorial.control("the way through the mean left out", f"off by {no_mean.error:.0%}")
print()
print(tutorial)

norms = Report("ba-2016-layer-normalization")
norms.proved(
    "matrix",
    says="stretching or shifting the whole weight matrix changes nothing",
    found=f"by {max(moved['matrix stretched'][0], moved['matrix shifted'][0]):.0e}",
    when=lambda found: max(found) < 1e-10,
    of=[moved["matrix stretched"][0], moved["matrix shifted"][0]],
    unlike=[moved["matrix stretched"][0], moved["one unit stretched"][0]],
)
norms.control("one unit's weights stretched", f"by {moved['one unit stretched'][0]:.1f}")
norms.proved(
    "example",
    says="stretching one example changes nothing; with batch norm it does",
    found="by {:.0e}; by {:.1f}".format(*moved["one example stretched"]),
    when=lambda found: found[0] < 1e-10 < 1e-3 < found[1],
    of=moved["one example stretched"],
    unlike=moved["one unit stretched"],
)
print()
print(norms)

# %% [markdown]
# ## Try it yourself
#
# - Put the norm on the sum, `normalise(x + branch)`, instead of into the branch. That is how the
#   first transformers had it. What becomes of the gradient in the middle column?
# - Divide only the second matrix of each branch by the root of 50 and leave the norm out. Why does
#   the gradient arrive then too, and what happens as soon as training changes the weights?
# - Leave out the subtraction of the mean: that is RMSNorm. Which of the three terms goes, and which
#   of the two directions is no longer blocked?
