# ---
# title: Does it need the transposed weights?
# summary: >
#   The error travels back through the same weights that the signal came through, which no nerve can
#   do. You replace them by fixed random ones and the network learns all the same, not quite as
#   well. You watch the forward weights turn towards the random ones, and try a rule that has no way
#   back at all.
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
# fixed random matrix `b`, or nothing, so that only the output layer learns. Twelve starts at once,
# along the first axis: one of them would prove little.

# %%
import numpy as np

from topicsite.lesson import seed, seeds

rng = np.random.default_rng(seed(0))
starts, n_in, hidden, n_out = 12, 30, 20, 10
task = rng.normal(size=(starts, n_out, n_in)) / np.sqrt(n_in)
b = rng.uniform(-0.5, 0.5, size=(starts, hidden, n_out))
first = 0.01 * rng.uniform(-1, 1, size=(starts, hidden, n_in))
second = 0.01 * rng.uniform(-1, 1, size=(starts, n_out, hidden))


def transposed(w):
    return np.swapaxes(w, -1, -2)


# %% tags=["backward"]
def angle(u, v):
    """In degrees, between the columns of two matrices, averaged over all columns."""
    lengths = np.linalg.norm(u, axis=-2) * np.linalg.norm(v, axis=-2)
    return np.degrees(np.arccos((u * v).sum(axis=-2) / lengths)).mean(axis=-1)


def learn(rule, steps=2000, rate=0.02):
    """For every 20th step the distance from the task and the angle; and the weights at the end."""
    inputs = np.random.default_rng(seed(1)).normal(size=(steps, starts, n_in, 1))
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
    print(f"{rule:10} left of the error: {parts.min():.1e} to {parts.max():.1e}")

# %% [markdown]
# The random way back works, from every start. And it is not that the output layer could have done
# it alone: the last line says how far that gets. How can a wrong signal teach?
#
# ## It turns
#
# A step need not go straight down. Any direction within 90 degrees of the true one leads down, if
# the step is short. Here is the angle between the random signal and the true one, while the second
# rule learns.

# %%
_, angles, (_, aligned) = runs["random"]
for step in (0, 100, 200, 500, 1000):
    now = angles[step // 20]
    print(f"step {step:4}: {now.min():.0f} to {now.max():.0f} degrees")

# %% tags=["folded"]
# alt: Left, the distance from the task over 2,000 steps on a logarithmic axis, for twelve starts of
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
    lines = left.semilogy(every, distances, color=colour, ls=style, lw=1)
    lines[0].set_label(rule)
left.set(xlabel="step", ylabel="distance from the task", ylim=(1e-9, 1e3))
left.legend(loc="upper right", bbox_to_anchor=(1, 0.82), fontsize=8)
right.plot(every, angles, color="#b3450a", lw=1)
right.axhline(90, color="#5d5a55", ls="--", lw=1)
_ = right.set(xlabel="step", ylabel="angle in degrees", ylim=(0, 130), yticks=[0, 30, 60, 90, 120])

# %% [markdown]
# It begins at about 90 degrees: two random directions. Then it falls, though nobody turns the
# random matrix. What turns are the *forward* weights. The hidden layer is pushed along `b`, so its
# activations come to carry `b`; the output weights learn from those activations and grow into the
# transposed of it. Compare the two matrices, entry by entry. And compare `b` with what has been
# learnt where it carried nothing: by chance alone two matrices are never quite uncorrelated.


# %%
def likeness(w2):
    """For each start, the correlation of the output weights with `b`, entry by entry."""
    return np.array([np.corrcoef(w2[k].T.ravel(), b[k].ravel())[0, 1] for k in range(starts)])


after, by_chance = likeness(aligned), likeness(runs["transposed"][2][1])
print(f"correlation of the output weights with b: {after.min():.2f} to {after.max():.2f}")
print(f"where b carried nothing: {by_chance.min():.2f} to {by_chance.max():.2f}")

# %% [markdown]
# ## On real digits
#
# A linear task might be a special case. So: 64 pixels, 30 hidden sigmoid units, 10 outputs, and the
# same exchange of one matrix. Ten starts, each with its own weights, its own random matrix and its
# own choice of test digits; the three rules get the same ones.

# %%
from backprop.datasets import digits, one_hot

images, labels = digits()
targets = one_hot(labels, 10)


def sigmoid(z):
    return 0.5 * np.tanh(0.5 * z) + 0.5


def read(rule, starts, epochs=15, rate=2.0, batch=10):
    """For each start, the share of test digits that is read correctly."""
    rngs = [np.random.default_rng(start) for start in starts]
    rows = np.array([rng.permutation(len(images)) for rng in rngs])
    training, test = rows[:, :1430], rows[:, 1430:]
    w1 = np.array([rng.normal(size=(30, 64)) / 8 for rng in rngs])
    w2 = np.array([rng.normal(size=(10, 30)) / 30**0.5 for rng in rngs])
    fixed = np.array([rng.normal(size=(10, 30)) / 30**0.5 for rng in rngs])
    b1, b2 = np.zeros((len(rngs), 1, 30)), np.zeros((len(rngs), 1, 10))
    for _ in range(epochs):
        mixed = np.array([rng.permutation(own) for rng, own in zip(rngs, training, strict=True)])
        for chosen in np.split(mixed, 1430 // batch, axis=1):
            x = images[chosen]
            h = sigmoid(x @ transposed(w1) + b1)
            out = sigmoid(h @ transposed(w2) + b2)
            error = (out - targets[chosen]) * out * (1 - out) / batch
            back = {"transposed": w2, "random": fixed, "none": 0 * w2}[rule]
            hidden_error = (error @ back) * h * (1 - h)
            w2 -= rate * transposed(error) @ h
            b2 -= rate * error.sum(axis=1, keepdims=True)
            w1 -= rate * transposed(hidden_error) @ x
            b1 -= rate * hidden_error.sum(axis=1, keepdims=True)
    answers = sigmoid(images[test] @ transposed(w1) + b1) @ transposed(w2) + b2
    return np.mean(answers.argmax(axis=2) == labels[test], axis=1)


shares = {rule: read(rule, seeds(10, first=10)) for rule in runs}
for rule, share in shares.items():
    print(f"{rule:10} {share.mean():.1%} of the test digits right, {share.min():.1%} to", end="")
    print(f" {share.max():.1%}")

# %% [markdown]
# Far better than no way back, and not quite as good as the true one. Notice how much the output
# layer does alone: a test without that line would have proved little. And does the gap close with
# time, or with another rate? The first task at the end of the page lets you find out.
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
print(f"off by {bias:.1%}, with so many draws {np.sqrt(11 / draws):.1%} is to be expected")

# %% [markdown]
# Right on average, as promised, and it has to be. Write the estimate as $v v^T \nabla f$. In
# $v v^T$ the mean of a square is 1, and the mean of a product of two different entries is 0: on
# average it is the identity. That also says what matters. Make every $v$ one unit long, and a tenth
# of the gradient is left:

# %%
ones = v / np.linalg.norm(v, axis=1, keepdims=True)
of_length_one = np.mean((ones @ exact[0])[:, None] * ones, axis=0)
print("mean with directions of length 1:", of_length_one.round(3))

# %% [markdown]
# But how good is a *single* estimate, and you never have more than a few? Its squared error, as a
# multiple of the squared length of the gradient:

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
alignment.trials(
    "learns",
    says="fixed random feedback teaches the hidden layer",
    shows=left_over["random"] < left_over["none"] / 1000,
    expects="always",
    found=f"{left_over['random'].max():.0e} of the error is left at most",
)
alignment.control("no way back", f"{left_over['none'].min():.2f} is left at least")
later = angles[len(angles) // 2 :]
alignment.trials(
    "angle",
    says="the angle comes to lie within 90 degrees",
    shows=later.max(axis=0) < 90,
    expects="always",
    found=f"{angles[0].min():.0f} to {angles[0].max():.0f} degrees at first, {later.min():.0f} to "
    f"{later.max():.0f} in the second half",
)
idle = runs["none"][1][len(angles) // 2 :]
alignment.control("a hidden layer that does not learn", f"up to {idle.max():.0f} degrees")
alignment.trials(
    "turns",
    says="the forward weights align with the feedback",
    shows=after > np.abs(by_chance).max(),
    expects="always",
    found=f"correlations of {after.min():.2f} to {after.max():.2f}",
)
alignment.control(
    "the transposed weights carry the error", f"{by_chance.min():.2f} to {by_chance.max():.2f}"
)
alignment.trials(
    "digits",
    says="it teaches the hidden layer to read handwritten digits, too",
    shows=shares["random"] > shares["none"].max(),
    expects="always",
    found=f"{shares['random'].mean():.1%} right on average",
)
alignment.control("no way back", f"{shares['none'].mean():.1%} right on average")
alignment.trials(
    "as-effective",
    says="as effective as backpropagation: reads as many digits at least",
    shows=shares["random"] >= shares["transposed"],
    expects="at least 1 of 2",
    found=f"{shares['random'].mean():.1%} right on average, {shares['transposed'].mean():.1%} with "
    "the transposed weights",
)
print(alignment)

# %% tags=["folded"]
forward_only = Report("baydin-2022-forward-gradient")
forward_only.proved(
    "unbiased",
    says="an unbiased estimate of the gradient",
    found=f"the mean of 100,000 is off by {bias:.1%}; {np.sqrt(11 / draws):.1%} is to be expected",
    when=lambda mean: np.linalg.norm(mean - exact) < 4 * np.sqrt(11 / draws * np.sum(exact**2)),
    of=mean,
    unlike=of_length_one,
)
forward_only.control(
    "directions of length 1",
    f"off by {np.linalg.norm(of_length_one - exact) / np.linalg.norm(exact):.0%}",
)
print(forward_only)

# %% [markdown]
# ## Try it yourself
#
# - Give the digits 60 epochs, then a rate of 0.5 or of 4. Does the random matrix ever catch up with
#   the transposed weights?
# - Let the entries of `b` have the signs of the transposed weights, and random sizes. Where does
#   the angle begin?
# - Replace `b` by `-b` halfway through the training. What happens to the error, and what then?
# - Average the estimates of 10 directions. By what factor does the noise fall, and what have you
#   paid?
