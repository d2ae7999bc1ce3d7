# ---
# title: The same gradients in a framework
# summary: >
#   You take one small network to Autograd, PyTorch and JAX and see that each of them computes what
#   you computed by hand. On the way you differentiate a function six times, and find that a
#   backward pass is a forward pass transposed.
# follows: [hips-autograd, jax-autodidax, pytorch-autograd-mechanics]
# teaches: [deep learning frameworks, vector-Jacobian products, automatic differentiation engines]
# duration: 20 min
# level: intermediate
# ---

# %% [markdown]
# One day numpy is too slow for you, and you will write your networks in a framework. **Is what it
# does under `backward()` something new?**
#
# When you have worked through this page you can
#
# - write the same loss in Autograd, PyTorch and JAX, and know where each keeps the gradient;
# - use a gradient that you trust to test one that you do not;
# - say how forward and backward differentiation are related.
#
# The page needs none of them: what is not installed is left out of the table below. Download it,
# run it where they are, and the table fills itself.

# %% [markdown]
# ## As often as you like
#
# The front page of Autograd differentiates a tanh that is written with exponentials. Here is the
# function on our tape, and the comparison with differences that stands there too.

# %%
import numpy as np

from backprop import operations as ops
from backprop.tape import Variable, gradient


def tanh(x):
    y = ops.exp(-2.0 * x)
    return (1.0 - y) / (1.0 + y)


x = Variable(1.0)
slope = float(gradient(tanh(x), x))
differences = float((tanh(1.0001) - tanh(0.9999)) / 0.0002)
print(f"gradient    {slope:.17f}")
print(f"differences {differences:.17f}")

# %% [markdown]
# It then goes on to the sixth derivative. A tape can do that if the backward pass is recorded as
# well. Take a check that needs no tape: the derivative of $t = \tanh x$ is $1 - t^2$, so all higher
# ones are polynomials in $t$.

# %%
points = Variable(np.linspace(-4, 4, 161))
t = np.tanh(points.value)
polynomial = np.polynomial.Polynomial([0, 1])
derivatives, exact = [tanh(points)], []
for _ in range(6):
    derivatives.append(gradient(derivatives[-1].sum(), points, record=True))
    polynomial = polynomial.deriv() * np.polynomial.Polynomial([1, 0, -1])
    exact.append(polynomial(t))


def worst(curves):
    """The largest difference from each derivative, as a part of its largest value."""
    return [
        np.abs(curve.value - values).max() / np.abs(values).max()
        for curve, values in zip(curves, exact, strict=True)
    ]


print("largest differences:", ", ".join(f"{gap:.0e}" for gap in worst(derivatives[1:])))

# %% tags=["folded"]
# alt: The hyperbolic tangent and its first six derivatives between -4 and 4, each divided by its
# largest value. The tanh rises once; the first derivative is a single hill, and each further one
# has one more hill or valley, crowded around zero.
import matplotlib.pyplot as plt

plt.style.use("topicsite.lesson.figures")
figure, axes = plt.subplots()
shades = ["#1a5fb4", "#b3450a", "#5d5a55"]
for order, curve in enumerate(derivatives):
    values = curve.value / np.abs(curve.value).max()
    axes.plot(points.value, values + 2.4 * (6 - order), color=shades[order % 3])
    axes.text(4.2, values[-1] + 2.4 * (6 - order), str(order), va="center")
axes.set(xlabel="x", ylabel="order, one above the other", yticks=[])
_ = axes.grid(visible=False)

# %% [markdown]
# ## One loss, written five times
#
# A network of 5, 8 and 3 units with tanh, softmax and cross-entropy, and a batch of six. First by
# hand, as the four equations say, and on our tape.

# %%
from backprop.network import Network
from topicsite.lesson import seed

rng = np.random.default_rng(seed(3))
network = Network([5, 8, 3], hidden="tanh", output="softmax", cost="cross-entropy", seed=seed(1))
inputs = rng.normal(size=(6, 5))
targets = np.eye(3)[rng.integers(3, size=6)]
by_hand = network.gradients(inputs, targets)


def on_our_tape(parameters):
    w1, b1, w2, b2 = variables = [Variable(p) for p in parameters]
    scores = ops.tanh(inputs @ w1.T + b1) @ w2.T + b2
    return gradient(ops.softmax_cross_entropy(scores, targets), variables)


# %% [markdown]
# Autograd wraps numpy: you write the loss, and `grad` makes a function that returns its gradient.


# %%
def in_autograd(parameters):
    import autograd.numpy as anp
    from autograd import grad

    def loss(p):
        w1, b1, w2, b2 = p
        scores = anp.dot(anp.tanh(anp.dot(inputs, w1.T) + b1), w2.T) + b2
        powers = anp.exp(scores)
        return -anp.mean(anp.sum(targets * (scores - anp.log(anp.sum(powers, 1)[:, None])), 1))

    return grad(loss)(parameters)


# %% [markdown]
# PyTorch records while you compute, like our tape. `backward()` *adds* to the `grad` of each
# tensor, which is why a training loop has to set it to zero. It keeps the activations it needs, and
# refuses if you have overwritten one of them in between.


# %%
def in_pytorch(parameters):
    import torch

    w1, b1, w2, b2 = tensors = [torch.tensor(p, requires_grad=True) for p in parameters]
    scores = torch.tanh(torch.tensor(inputs) @ w1.T + b1) @ w2.T + b2
    loss = torch.nn.functional.cross_entropy(scores, torch.tensor(targets))
    loss.backward()
    return [tensor.grad.numpy() for tensor in tensors]


# %% [markdown]
# JAX takes a function, like Autograd, but does not run it as it stands: it traces what the function
# does once and compiles that. It works in single precision unless you ask for more.


# %%
def in_jax(parameters):
    import jax

    jax.config.update("jax_enable_x64", True)

    def loss(p):
        w1, b1, w2, b2 = p
        scores = jax.numpy.tanh(inputs @ w1.T + b1) @ w2.T + b2
        return -jax.numpy.mean(jax.numpy.sum(targets * jax.nn.log_softmax(scores), axis=1))

    return [np.asarray(g) for g in jax.jit(jax.grad(loss))(parameters)]


# %%
print("| written in | largest difference from the gradient by hand |")
print("| --- | --- |")
engines = {
    "our tape": on_our_tape,
    "Autograd": in_autograd,
    "PyTorch": in_pytorch,
    "JAX": in_jax,
}
gaps = {}
for name, engine in engines.items():
    try:
        found = engine(network.parameters)
    except ImportError:
        print(f"| {name} | not installed here |")
        continue
    gaps[name] = max(np.abs(f - h).max() for f, h in zip(found, by_hand, strict=True))
    print(f"| {name} | {gaps[name]:.0e} |")

# %% [markdown]
# Where there is a number, it is rounding. So nothing new happens there, only faster, on other
# hardware, and for many more operations. And whenever you write a backward pass of your own, for a
# framework or in it, you have something to compare it with.
#
# ## Transposed
#
# Autodidax builds JAX anew and has no rules for going backward. It has rules for going *forward*.
# What they do to a direction is linear, step by step, and a list of linear steps can be transposed:
# each of them, in reverse order. Do that with a function of four steps and six numbers. What a step
# makes of each unit direction, by forward mode, are the columns of its matrix.

# %%
from backprop.forward import jvp

matrix = rng.normal(size=(6, 6))
steps = [
    ops.sin,
    lambda a: matrix @ a,
    ops.tanh,
    lambda a: a * ops.exp(-0.1 * (a * a).sum()),
]
place = rng.normal(size=6)

linear_steps, here = [], place
for step in steps:
    linear_steps.append(np.array([jvp(step, [here], [unit])[1] for unit in np.eye(6)]).T)
    here = step(here)

# %% [markdown]
# Now the way back. On one side the four matrices, transposed, from the last to the first; on the
# other our tape, which has backward rules of its own. A thousand directions that may arrive at the
# end, each in a column:

# %%
arriving = rng.normal(size=(6, 1000))
through = {"transposed": arriving, "as they are": arriving}
for linear in reversed(linear_steps):
    through["transposed"] = linear.T @ through["transposed"]
    through["as they are"] = linear @ through["as they are"]

x = Variable(place)
result = x
for step in steps:
    result = step(result)
by_tape = np.array([gradient(result, x, seed=u) for u in arriving.T]).T
missed = {
    name: np.abs(found - by_tape).max() / np.abs(by_tape).max() for name, found in through.items()
}
for name, part in missed.items():
    print(f"{name}: off by {part:.1g} of the largest entry")

# %% [markdown]
# That is why one table of rules is enough for both modes, and why a backward rule can be tested
# against a forward one without a single nudge: for any directions $u$ and $v$,
#
# $$u \cdot (J v) = (J^T u) \cdot v$$
#
# ## Does it hold?

# %% tags=["folded"]
from topicsite.lesson import Report

autograd = Report("hips-autograd")
autograd.number(
    "tanh",
    says=0.41997434161402603,
    found=slope,
    within=1e-15,
    because="rounding of double precision",
    digits=17,
)
autograd.number(
    "differences",
    says=0.41997434264973155,
    found=differences,
    within=5e-12,
    because="the same, divided by 0.0002",
    digits=12,
)
autograd.holds(
    "again-and-again",
    says="derivatives of derivatives, up to the sixth",
    found=f"six derivatives of tanh, off by {max(worst(derivatives[1:])):.0e} at most",
    when=lambda curves: max(worst(curves)) < 1e-10,
    of=derivatives[1:],
    unlike=derivatives[:-1],
)
print(autograd)

# %% tags=["folded"]
autodidax = Report("jax-autodidax")
autodidax.holds(
    "transposed",
    says="reverse mode is forward mode, made linear and transposed",
    found=f"1,000 directions agree to {missed['transposed']:.0e}",
    when=lambda found: np.allclose(found, by_tape, rtol=0, atol=1e-12 * np.abs(by_tape).max()),
    of=through["transposed"],
    unlike=through["as they are"],
)
autodidax.control("not transposed", f"off by {missed['as they are']:.0%} of the largest entry")
print(autodidax)

# %% [markdown]
# ## Try it yourself
#
# - Call `backward()` twice in PyTorch, on two losses, without setting `grad` to zero. What do you
#   get, and when would you want that?
# - Leave the line with `jax_enable_x64` out. How large does the difference become?
# - Write one rule of our tape wrong, and test it with the equation above. Is there a mistake which
#   that does not find?
