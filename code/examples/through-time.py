# ---
# title: Backward through time
# summary: >
#   A network adds binary numbers bit by bit and has to remember the carry. You unroll it, send the
#   error back through the steps, see that a shared weight collects a share at every step, and cut
#   the way back short in two manners, one of which is right on average.
# follows: [werbos-1990, hochreiter-1998, d2l-bptt]
# teaches: [backpropagation through time, recurrent networks, vanishing gradients]
# duration: 25 min
# level: intermediate
# ---

# %% [markdown]
# A recurrent network uses the same weights at every step. The graph has a loop, and a loop has no
# last node to start from. **How can you go backward through it?**
#
# When you have worked through this page you can
#
# - unroll a recurrent network and write its backward pass;
# - say why the gradient of a shared weight is a sum over time;
# - cut the way back short, knowing what you lose;
# - tell how fast the gradient fades with the distance in time.
#
# The page follows Werbos's account of backpropagation through time, Hochreiter's analysis, and the
# chapter of *Dive into Deep Learning*.

# %% [markdown]
# ## A task with a memory
#
# Two numbers in binary, lowest bit first. At each step the network gets one bit of each and shall
# say the bit of the sum. The inputs 0 and 1 make 1, unless a 1 was carried: so the answer depends
# on something that is no longer there.

# %%
import numpy as np

from topicsite.lesson import seed


def additions(count, bits, rng):
    """Pairs of bits (bits, count, 2) and the bits of their sums (bits, count, 1)."""
    numbers = rng.integers(0, 2 ** (bits - 1), size=(count, 2))
    total = numbers.sum(axis=1)
    places = np.arange(bits)
    x = (numbers[None] >> places[:, None, None]) & 1
    y = (total[None] >> places[:, None]) & 1
    return x.astype(float), y[..., None].astype(float)


rng = np.random.default_rng(seed(4))
x, y = additions(1, 6, rng)
print("first ", x[::-1, 0, 0].astype(int))
print("second", x[::-1, 0, 1].astype(int))
print("sum   ", y[::-1, 0, 0].astype(int))

# %% [markdown]
# ## Unrolled
#
# The state `h` is what the network remembers. Write the steps one below the other and there is no
# loop left, only a deep network whose layers have the same weights.


# %% tags=["forward"]
def sigmoid(z):
    return 0.5 * np.tanh(0.5 * z) + 0.5


def forward(weights, x):
    """The state before and after each step, and the outputs."""
    w_in, w_back, b, w_out, b_out = weights
    h = [np.zeros((x.shape[1], len(b)))]
    for inputs in x:
        h.append(np.tanh(inputs @ w_in.T + h[-1] @ w_back.T + b))
    return h, [sigmoid(state @ w_out.T + b_out) for state in h[1:]]


def loss(weights, x, y):
    outputs = np.array(forward(weights, x)[1])
    return -np.sum(np.log(np.where(y == 1, outputs, 1 - outputs))) / x.shape[1]


def new_weights(hidden, rng):
    shapes = [(hidden, 2), (hidden, hidden), (hidden,), (1, hidden), (1,)]
    return [rng.normal(scale=0.5, size=shape) for shape in shapes]


# %% [markdown]
# Backward, the error of a state has two sources: the output of its own step, and the next state.
# Start at the last step, where there is no next. The line marked *from the future* is all that is
# new.


# %% tags=["backward"]
def backward(weights, x, y, passed_on=None):
    """For each step, its share of the gradient of every weight."""
    _, w_back, _, w_out, _ = weights
    h, outputs = forward(weights, x)
    shares = []
    future = np.zeros_like(h[0])
    for t in reversed(range(len(x))):
        out_error = (outputs[t] - y[t]) / x.shape[1]
        error = (out_error @ w_out + future) * (1 - h[t + 1] ** 2)
        shares.insert(
            0,
            [
                error.T @ x[t],
                error.T @ h[t],
                error.sum(axis=0),
                out_error.T @ h[t + 1],
                out_error.sum(axis=0),
            ],
        )
        future = error @ w_back  # from the future
        if passed_on is not None:
            future = future * passed_on[t]
    return shares


def total(shares):
    return [sum(parts) for parts in zip(*shares, strict=True)]


# %% [markdown]
# ## Why the shares are added
#
# Forget for a moment that the steps share their weights: give each step a copy of its own and nudge
# only that copy. What comes out is the share of that step. But a nudge of the shared weight is a
# nudge of all copies at once, so the shares add up. Check both.

# %%
from backprop.gradcheck import central_differences, check

weights = new_weights(4, rng)
x, y = additions(5, 6, rng)
shares = backward(weights, x, y)


def loss_of(back):
    return loss([weights[0], back, *weights[2:]], x, y)


whole = check(loss_of, total(shares)[1], weights[1])
last_alone = check(loss_of, shares[-1][1], weights[1])
print("all steps:", whole)
print("the last step alone:", last_alone)


def loss_with_one_copy(back, step):
    """Only this step uses `back`; all others use the shared weights."""
    w_in, w_back, b, w_out, b_out = weights
    h, cost = np.zeros((5, 4)), 0.0
    for t in range(len(x)):
        h = np.tanh(x[t] @ w_in.T + h @ (back if t == step else w_back).T + b)
        output = sigmoid(h @ w_out.T + b_out)
        cost -= np.sum(np.log(np.where(y[t] == 1, output, 1 - output))) / 5
    return cost


nudged = [
    central_differences(lambda back, step=step: loss_with_one_copy(back, step), weights[1])
    for step in range(6)
]
gaps = [np.abs(slope - share[1]).max() for slope, share in zip(nudged, shares, strict=True)]
for step, gap in enumerate(gaps):
    print(f"step {step}: length of the share {np.linalg.norm(shares[step][1]):.4f}, ", end="")
    print(f"nudging differs by {gap:.0e}")

# %% [markdown]
# Why is the share of the first step zero?
#


# %% tags=["exercise"]
# exercise: one-weight-through-time
# title: One weight, all steps
# task: A state of one number: `h = tanh(w * h + x)`, from 0 on, for each `x` of the list `xs`. The
# loss is the last state. Return its derivative with `w`. So far only the last step has its share.
# hint: Go backward through the steps and carry along how the loss reacts to the state, `h_bar`. At
#   the end it is 1.
# hint: At each step first go through the tanh: `z_bar = h_bar * (1 - h[t + 1] ** 2)`. What does `w`
#   get from this step, and what the state before?
# hint: `w` gets `z_bar * h[t]`, added to what it has; the state before gets `z_bar * w`.
# solved: A weight that is used at every step collects at every step. That is all there is to
#   backpropagation through time.
# start:
import math


def slope_through_time(w, xs):
    h = [0.0]
    for x in xs:
        h.append(math.tanh(w * h[-1] + x))
    last = len(xs) - 1
    return (1 - h[last + 1] ** 2) * h[last]


# wrong: forgets the slope of the tanh
import math


def slope_through_time(w, xs):
    h = [0.0]
    for x in xs:
        h.append(math.tanh(w * h[-1] + x))
    w_bar, h_bar = 0.0, 1.0
    for t in reversed(range(len(xs))):
        w_bar += h_bar * h[t]
        h_bar = h_bar * w
    return w_bar


# wrong: keeps the last share only
import math


def slope_through_time(w, xs):
    h = [0.0]
    for x in xs:
        h.append(math.tanh(w * h[-1] + x))
    w_bar, h_bar = 0.0, 1.0
    for t in reversed(range(len(xs))):
        z_bar = h_bar * (1 - h[t + 1] ** 2)
        w_bar = z_bar * h[t]
        h_bar = z_bar * w
    return w_bar


# wrong: goes back without the weight
import math


def slope_through_time(w, xs):
    h = [0.0]
    for x in xs:
        h.append(math.tanh(w * h[-1] + x))
    w_bar, h_bar = 0.0, 1.0
    for t in reversed(range(len(xs))):
        h_bar = h_bar * (1 - h[t + 1] ** 2)
        w_bar += h_bar * h[t]
    return w_bar


# wrong: takes the state after the step for the one before
import math


def slope_through_time(w, xs):
    h = [0.0]
    for x in xs:
        h.append(math.tanh(w * h[-1] + x))
    w_bar, h_bar = 0.0, 1.0
    for t in reversed(range(len(xs))):
        z_bar = h_bar * (1 - h[t + 1] ** 2)
        w_bar += z_bar * h[t + 1]
        h_bar = z_bar * w
    return w_bar


# solution:
import math


def slope_through_time(w, xs):
    h = [0.0]
    for x in xs:
        h.append(math.tanh(w * h[-1] + x))
    w_bar, h_bar = 0.0, 1.0
    for t in reversed(range(len(xs))):
        z_bar = h_bar * (1 - h[t + 1] ** 2)
        w_bar += z_bar * h[t]
        h_bar = z_bar * w
    return w_bar


# check:
import numpy as np

from topicsite.lesson import attempt

sequence = [0.5, -0.3, 0.8, 0.2]


def states_with(w):
    states = [0.0]
    for x in sequence:
        states.append(float(np.tanh(w * states[-1] + x)))
    return np.array(states)


states = states_with(0.7)
flat = 1 - states[1:] ** 2
arrives = [1.0]
for slope_of_step in flat[:0:-1]:
    arrives.append(arrives[-1] * slope_of_step * 0.7)
arrives = np.array(arrives[::-1])
parts = arrives * flat * states[:-1]
attempt(slope_through_time, 0.7, [sequence[0]]).equals(
    0.0,
    looks_like=[
        (
            states[1] * flat[0],
            "After a single step `w` has only been multiplied by the first state, "
            "which is 0. Have you taken the state after the step?",
        ),
    ],
)
attempt(slope_through_time, 0.7, sequence).are_slopes_of(
    lambda w: states_with(float(w))[-1],
    0.7,
    looks_like=[
        (parts[-1], "It is the share of the last step. `w` was used at the steps before it, too."),
        (parts[0], "It is the share of the first step alone. Add the shares up: `+=`."),
        (
            (states[:-1] * 0.7 ** np.arange(4)[::-1]).sum(),
            "The error goes back through `w`, but not through the tanh: its slope is missing.",
        ),
        (
            (states[:-1] * np.cumprod(flat[::-1])[::-1]).sum(),
            "The error goes back through the tanh, but not through `w`.",
        ),
    ],
)


# %% [markdown]
# ## Learn to add
#
# Eight units of state, numbers of up to seven bits, 20 sums for each step of gradient descent.

# %%
from backprop.training import Adam

learner = new_weights(8, np.random.default_rng(seed(3)))
optimiser = Adam(rate=0.02)
curve = []
for _ in range(800):
    x, y = additions(20, 8, rng)
    optimiser.step(learner, total(backward(learner, x, y)))
    curve.append(loss(learner, x, y) / 8)


def sums_right(bits):
    x, y = additions(500, bits, np.random.default_rng(seed(9)))
    answers = np.array(forward(learner, x)[1]) > 0.5
    return np.mean((answers == y).all(axis=(0, 2)))


print(f"cost of a bit: {curve[0]:.3f} at first, {curve[-1]:.4f} in the end")
for bits in (8, 16, 32):
    print(f"{bits} bits: {sums_right(bits):.1%} of 500 sums right to the last bit")

# %% [markdown]
# It was never shown a sum of more than eight bits. What it has learnt is a rule, and the same
# weights serve every step: that is what sharing is for. One start shows that it can be learnt, not
# that it always is. From another it may take longer: change the 3 in the cell above and see.
#
# ## Short of the way back
#
# The backward pass of a sequence of a million steps needs a million states in memory. So cut the
# error off after some steps. That costs you the influence of what lies further back. Or cut it off
# at random, and make up for it: stop the error at a step with probability one half, and double it
# if it goes on. What do you expect from the average? No need to draw lots: ten steps can be cut in
# 512 ways, all equally likely, so try every one.

# %%
from itertools import product

weights = new_weights(4, np.random.default_rng(seed(5)))
x, y = additions(50, 10, rng)
full = total(backward(weights, x, y))[1]


def off(found):
    return np.linalg.norm(found - full) / np.linalg.norm(full)


def cut(length):
    """Each block of this many steps by itself: no error goes from one block to the one before."""
    passed_on = [float(t % length != 0) for t in range(len(x))]
    return total(backward(weights, x, y, passed_on))[1]


for length in (1, 2, 5, 10):
    print(f"blocks of {length:2}: off by {off(cut(length)):.1%}")

# Nothing comes before the first step, so whether the error goes on from there does not matter.
ways = [(0.0, *way) for way in product((0.0, 2.0), repeat=9)]
every_cut = np.array([total(backward(weights, x, y, way))[1] for way in ways])
on_average = every_cut.mean(axis=0)
print(f"cut at random: a single one off by {np.mean([off(one) for one in every_cut]):.0%}", end="")
print(f", the mean of all {len(ways)} by {off(on_average):.0e}")

# %% [markdown]
# Cutting blocks is wrong in the same way every time. Cutting at random is right on average, and it
# has to be: the gradient is a sum of products, each factor of 0 or 2 stands in a product once at
# most and is drawn by itself, so the mean of it all is what the means give. They are 1. Without the
# doubling they are a half, and a half at every step is what you get:

# %%
not_doubled = total(backward(weights, x, y, [0.5] * 10))[1]
print(f"cut at random without doubling: the mean is off by {off(not_doubled):.1%}")

# %% [markdown]
# But each single gradient is far off, and that noise has its price too. In practice, blocks are
# used.
#
# ## How it fades
#
# Take a state of one number with a sigmoid, and send an error back through $t$ steps. Each step
# multiplies by $w\,\sigma'(z)$, and the slope is at most a quarter: after $t$ steps at most
# $(|w|/4)^t$ is left. So nothing can be kept from fading as long as $w$ lies between -4 and 4. Look
# for a counterexample: a thousand random sequences for each weight.

# %%
steps = 30


def arriving(w, inputs):
    """The part of the error that is left after each step, for each of 1,000 sequences."""
    h, flow = np.full(1000, 0.5), [np.ones(1000)]
    for _ in range(steps):
        h = sigmoid(w * h + inputs(w, h))
        flow.append(flow[-1] * w * h * (1 - h))
    return np.array(flow)


flows = {}
for w in (1.0, 2.0, 3.9):
    flows[w] = arriving(w, lambda w, h: rng.normal(-w / 2, 1, size=1000))
    bound = (w / 4) ** np.arange(steps + 1)
    largest = (flows[w] / bound[:, None])[1:].max()
    print(f"w = {w}: after {steps} steps at most {flows[w][-1].max():.1e}, ", end="")
    print(f"at most {largest:.3f} times the bound")

# %% tags=["folded"]
# alt: The error that arrives after up to 30 steps back, on a logarithmic axis, for weights of 1, 2
# and 3.9. Three falling lines for the median sequence, each below its dashed bound. For 3.9 the
# bound is nearly level, and the line falls all the same, to two millionths.
import matplotlib.pyplot as plt

plt.style.use("topicsite.lesson.figures")
figure, axes = plt.subplots()
for (w, flow), colour, marker in zip(
    flows.items(), ("#1a5fb4", "#5d5a55", "#b3450a"), "os^", strict=True
):
    axes.semilogy(
        np.median(flow, axis=1), color=colour, marker=marker, markevery=5, label=f"w = {w}"
    )
    axes.semilogy((w / 4) ** np.arange(steps + 1), color=colour, ls="--", lw=1)
axes.set(xlabel="steps back", ylabel="part of the error that arrives", ylim=(1e-22, 10))
_ = axes.legend(loc="lower left")

# %% [markdown]
# Even a weight just below 4 does not help: the bound hardly falls, but it is only reached if the
# sum is zero at every step. Above 4 the bound is off: hold the sum at zero there, and the error
# grows.

# %%
held_at_zero = {w: arriving(w, lambda w, h: -w * h) for w in (3.9, 4.5)}
for w, flow in held_at_zero.items():
    print(f"w = {w}, the sum held at zero: after {steps} steps {flow[-1, 0]:.3g} of the error")

# %% [markdown]
# Remembering over a long time needs another kind of state, and that is how the LSTM was found.
#
# ## Does it hold?

# %% tags=["folded"]
from topicsite.lesson import Report

werbos = Report("werbos-1990")
werbos.holds(
    "sum-over-time",
    says="the derivative with a shared weight is a sum over time",
    found=f"nudges of the weight agree with the sum to {whole.error:.0e}, of a copy with its "
    f"share to {max(gaps):.0e}",
    when=lambda found: found[0].agrees and np.allclose(found[1], nudged, rtol=1e-5, atol=1e-7),
    of=(whole, [share[1] for share in shares]),
    unlike=(last_alone, [shares[-1][1]] * 6),
)
werbos.control("the share of the last step alone", f"off by {last_alone.error:.0%}")
print(werbos)

# %% tags=["folded"]
hochreiter = Report("hochreiter-1998")
hochreiter.proved(
    "fades",
    says="it fades as long as the weight lies between -4 and 4",
    found=f"w = 3.9: at most {flows[3.9][-1].max():.0e} of it after {steps} steps, "
    f"{held_at_zero[3.9][-1, 0]:.2f} with the sum held at zero",
    when=lambda flows: all(
        np.all(flow[-1] <= min(1, (w / 4) ** steps * (1 + 1e-12))) for w, flow in flows.items()
    ),
    of={**flows, 3.9: np.hstack([flows[3.9], held_at_zero[3.9]])},
    unlike={4.5: held_at_zero[4.5]},
)
hochreiter.control(
    "w = 4.5, the sum held at zero", f"{held_at_zero[4.5][-1, 0]:.0f} times the error arrives"
)
print(hochreiter)

# %% tags=["folded"]
chapter = Report("d2l-bptt")
chapter.proved(
    "random-cut",
    says="right on average",
    found=f"the mean of all {len(ways)} ways to cut is off by {off(on_average):.0e}",
    when=lambda mean: off(mean) < 1e-12,
    of=on_average,
    unlike=not_doubled,
)
chapter.control("what goes on is not doubled", f"the mean is off by {off(not_doubled):.0%}")
print(chapter)

# %% [markdown]
# ## Try it yourself
#
# - Leave `future` out of the error. Can the network still learn to add? What is the best it can do
#   without a carry?
# - Give the highest bit first. Why does it become impossible, however many units there are?
# - Let the state have two units only. Does it still learn, and is it as good with 32 bits?
