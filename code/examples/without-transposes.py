# ---
# title: Does it need the transposed weights?
# summary: >
#   The error travels back through the same weights that the signal came through, which no nerve can
#   do. You replace them by fixed random ones and the network learns all the same, watch the forward
#   weights turn towards the random ones, and try a rule that has no way back at all.
# follows: [lillicrap-2016-feedback-alignment, baydin-2022-forward-gradient]
# teaches: [biological plausibility, alternatives to backpropagation, forward-mode differentiation]
# duration: 25 min
# level: intermediate
# ---

# %% [markdown]
# Backpropagation sends the error of the outputs back through the transposed weights. A synapse
# conducts one way. **What happens if the error goes back through random weights that have nothing
# to do with the others, and never change?** Guess: nothing is learnt, it is learnt badly, or nearly
# as well?
#
# When you have worked through this page you can
#
# - train a network by feedback alignment, a change of one matrix;
# - say which angle decides whether a substitute for the gradient is good enough;
# - name the price of a gradient that is right only on average.
#
# The page follows Lillicrap, Cownden, Tweed and Akerman, and then Baydin and others.

# %% [markdown]
# ## A linear task
#
# The network is to learn a matrix: 30 inputs, 20 hidden units, 10 outputs, nothing squashed. Three
# rules, which differ in what carries the error back to the hidden layer: the transposed weights, a
# fixed random matrix `b`, or nothing, so that only the output layer learns. Three starts at once,
# along the first axis.

# %%
import numpy as np

rng = np.random.default_rng(0)
starts, n_in, hidden, n_out = 3, 30, 20, 10
task = rng.normal(size=(starts, n_out, n_in)) / np.sqrt(n_in)
b = rng.uniform(-0.5, 0.5, size=(starts, hidden, n_out))
first = 0.01 * rng.uniform(-1, 1, size=(starts, hidden, n_in))
second = 0.01 * rng.uniform(-1, 1, size=(starts, n_out, hidden))


def transposed(w):
    return w.transpose(0, 2, 1)


# %% tags=["backward"]
def angle(u, v):
    """In degrees, between the columns of two matrices, averaged over all columns."""
    lengths = np.linalg.norm(u, axis=-2) * np.linalg.norm(v, axis=-2)
    return np.degrees(np.arccos((u * v).sum(axis=-2) / lengths)).mean(axis=-1)


def learn(rule, steps=2000, rate=0.02):
    """For every 20th step the distance from the task and the angle; and the weights at the end."""
    inputs = np.random.default_rng(1).normal(size=(steps, starts, n_in, 1))
    w1, w2 = first.copy(), second.copy()
    distances, angles = [], []
    for step, x in enumerate(inputs):
        if step % 20 == 0:
            off = w2 @ w1 - task
            distances.append((off**2).sum(axis=(1, 2)))
            angles.append(angle(b @ off, transposed(w2) @ off))
        h = w1 @ x
        error = w2 @ h - task @ x
        if rule == "transposed":
            hidden_error = transposed(w2) @ error
        elif rule == "random":
            hidden_error = b @ error
        else:
            hidden_error = np.zeros_like(h)
        w2 -= rate * error @ transposed(h)
        w1 -= rate * hidden_error @ transposed(x)
    return np.array(distances), np.array(angles), (w1, w2)


runs = {rule: learn(rule) for rule in ("transposed", "random", "none")}
left_over = {rule: distances[-1] / distances[0] for rule, (distances, _, _) in runs.items()}
for rule, parts in left_over.items():
    print(f"{rule:10} left of the error:", ", ".join(f"{part:.1e}" for part in parts))

# %% [markdown]
# The random way back works. And it is not that the output layer could have done it alone: the last
# line says how far that gets. How can a wrong signal teach?
#
# ## It turns
#
# A step need not go straight down. Any direction within 90 degrees of the true one leads down, if
# the step is short. Here is the angle between the random signal and the true one, while the second
# rule learns.

# %%
_, angles, (_, aligned) = runs["random"]
for step in (0, 100, 200, 500, 1000):
    print(
        f"step {step:4}:", ", ".join(f"{degrees:.0f}" for degrees in angles[step // 20]), "degrees"
    )

# %% tags=["folded"]
# alt: Left, the distance from the task over 2,000 steps on a logarithmic axis, for three starts of
# each rule. With transposed and with random weights it falls to nothing, with none it stays at the
# top. Right, the angle between the random signal and the true one: it begins at about 90 degrees,
# drops within the first few hundred steps, and stays well below.
import matplotlib.pyplot as plt

plt.style.use("topicsite.lesson.figures")
figure, (left, right) = plt.subplots(1, 2)
every = np.arange(0, 2000, 20)
for (rule, (distances, _, _)), colour, style in zip(
    runs.items(), ("#1a5fb4", "#b3450a", "#5d5a55"), ("-", "--", ":"), strict=True
):
    lines = left.semilogy(every, distances, color=colour, ls=style)
    lines[0].set_label(rule)
left.set(xlabel="step", ylabel="distance from the task", ylim=(1e-9, 1e3))
left.legend(loc="lower left", fontsize=8)
right.plot(every, angles, color="#b3450a", lw=1.2)
right.axhline(90, color="#5d5a55", ls="--", lw=1)
_ = right.set(xlabel="step", ylabel="angle in degrees", ylim=(0, 130), yticks=[0, 30, 60, 90, 120])

# %% [markdown]
# It begins at about 90 degrees: two random directions. Then it falls, though nobody turns the
# random matrix. What turns are the *forward* weights. The hidden layer is pushed along `b`, so its
# activations come to carry `b`; the output weights learn from those activations and grow into the
# transposed of it. Compare the two matrices, entry by entry.

# %%
before = [np.corrcoef(second[k].T.ravel(), b[k].ravel())[0, 1] for k in range(starts)]
after = [np.corrcoef(aligned[k].T.ravel(), b[k].ravel())[0, 1] for k in range(starts)]
print("correlation of the output weights with b, before:", np.round(before, 2))
print("after:                                          ", np.round(after, 2))

# %% [markdown]
# ## On real digits
#
# A linear task might be a special case. So: 64 pixels, 30 hidden sigmoid units, 10 outputs, and the
# same exchange of one matrix.

# %%
from backprop.datasets import digits, one_hot

images, labels = digits()
order = np.random.default_rng(0).permutation(len(images))
train_rows, test_rows = order[:1437], order[1437:]
pictures, targets = images[train_rows], one_hot(labels[train_rows], 10)


def sigmoid(z):
    return 0.5 * np.tanh(0.5 * z) + 0.5


def read(rule, epochs=15, rate=1.0, batch=10):
    """The share of test digits that is read correctly."""
    rng = np.random.default_rng(2)
    w1, w2 = rng.normal(size=(30, 64)) / 8, rng.normal(size=(10, 30)) / 30**0.5
    b1, b2 = np.zeros(30), np.zeros(10)
    fixed = rng.normal(size=(10, 30)) / 30**0.5
    for _ in range(epochs):
        for chosen in rng.permutation(1430).reshape(-1, batch):
            x = pictures[chosen]
            h = sigmoid(x @ w1.T + b1)
            out = sigmoid(h @ w2.T + b2)
            error = (out - targets[chosen]) * out * (1 - out) / batch
            back = {"transposed": w2, "random": fixed, "none": 0 * w2}[rule]
            hidden_error = (error @ back) * h * (1 - h)
            w2 -= rate * error.T @ h
            b2 -= rate * error.sum(axis=0)
            w1 -= rate * hidden_error.T @ x
            b1 -= rate * hidden_error.sum(axis=0)
    answers = sigmoid(images[test_rows] @ w1.T + b1) @ w2.T + b2
    return np.mean(answers.argmax(axis=1) == labels[test_rows])


shares = {rule: read(rule) for rule in runs}
for rule, share in shares.items():
    print(f"{rule:10} {share:.1%} of the test digits right")

# %% [markdown]
# Not quite as good in the same time, and far better than no way back. Notice how much the output
# layer does alone: a test without that line would have proved little.
#
# ## No way back at all
#
# Forward mode gives the slope in one direction for the price of a forward pass. Baydin and his
# colleagues draw the direction $v$ at random and step along it, as far as its slope says: the
# estimate of the gradient is $(\nabla f \cdot v)\,v$. A hundred thousand draws for a function of
# ten variables, each in a row:

# %% tags=["forward"]
from backprop import operations as ops
from backprop.forward import jvp
from backprop.tape import Variable, gradient


def function(x):
    return (ops.sin(x) * x[:, ::-1]).sum(axis=1) + 0.5 * (x**2.0).sum(axis=1)


point = rng.normal(size=(1, 10))
variable = Variable(point)
(exact,) = gradient(function(variable).sum(), [variable])

draws = 100_000
v = rng.normal(size=(draws, 10))
_, slopes = jvp(function, [np.repeat(point, draws, axis=0)], [v])
estimates = slopes[:, None] * v
mean = estimates.mean(axis=0)
bias = np.linalg.norm(mean - exact) / np.linalg.norm(exact)
print("exact", exact[0].round(3))
print("mean ", mean.round(3))
print(f"off by {bias:.1%}")

# %% [markdown]
# Right on average, as promised. But how good is a *single* estimate, and you never have more than a
# few? Its squared error, as a multiple of the squared length of the gradient:

# %%
noise = np.mean(np.sum((estimates - exact) ** 2, axis=1)) / np.sum(exact**2)
print(f"mean squared error of one estimate: {noise:.2f} times the squared length")

# %% [markdown]
# With normal directions it is the number of variables plus one. In ten dimensions the estimate is
# eleven times worse than the answer "zero". A million weights make it a million times, and the
# steps have to be shortened accordingly. Backward, the exact gradient costs a few forward passes.
#
# ## Does it hold?

# %% tags=["folded"]
from topicsite.lesson import Report

alignment = Report("lillicrap-2016-feedback-alignment")
alignment.holds(
    "learns",
    says="fixed random feedback teaches the hidden layer",
    found=f"{left_over['random'].max():.0e} of the error is left; "
    f"{left_over['none'].min():.2f} if only the output layer learns",
    when=left_over["random"].max() < 1e-5 and left_over["none"].min() > 0.5,
)
alignment.holds(
    "angle",
    says="the angle comes to lie within 90 degrees",
    found=f"{angles[0].min():.0f} to {angles[0].max():.0f} degrees at first, "
    f"{angles[5:].min():.0f} to {angles[5:].max():.0f} from step 100 on",
    when=angles[5:].max() < 90,
)
alignment.holds(
    "turns",
    says="the forward weights align with the feedback",
    found=f"correlations of {min(after):.2f} to {max(after):.2f}, from {max(before):.2f} at most",
    when=min(after) > 0.5,
)
alignment.holds(
    "digits",
    says="it learns handwritten digits, too",
    found=f"{shares['random']:.1%} right, {shares['transposed']:.1%} with the transposed weights",
    when=shares["random"] > 0.9,
)
print(alignment)

# %% tags=["folded"]
forward_only = Report("baydin-2022-forward-gradient")
forward_only.holds(
    "unbiased",
    says="an unbiased estimate of the gradient",
    found=f"the mean of 100,000 is off by {bias:.1%}",
    when=bias < 0.02,
)
print(forward_only)

# %% [markdown]
# ## Try it yourself
#
# - Let the entries of `b` have the signs of the transposed weights, and random sizes. Where does
#   the angle begin?
# - Replace `b` by `-b` halfway through the training. What happens to the error, and what then?
# - Average the estimates of 10 directions. By what factor does the noise fall, and what have you
#   paid?
