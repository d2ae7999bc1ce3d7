# ---
# title: "Refresher: derivatives"
# summary: >
#   What a derivative says, the four rules that backpropagation needs, and how to check any of them
#   with a nudge. Ten minutes, for functions of one variable and then of two.
# teaches: [derivatives, chain rule]
# duration: 10 min
# level: introductory
# ---

# %% [markdown]
# You learnt this once. **How much of it does backpropagation need?** Less than a school year of it:
# what a derivative says, and four rules.
#
# When you have worked through this page you can
#
# - read a derivative as an answer to "how much, if I nudge?";
# - differentiate sums, products and nested functions;
# - check a derivative of which you are not sure.

# %% [markdown]
# ## May you skip this page?
#
# Five questions. All of them right: go back to the topic. Otherwise each answer says which part to
# read again, and the rest can wait.

# %% [markdown]
# ## A number that answers a question
#
# Take $f(x) = x^2$ at $x = 3$. Raise $x$ by a little. By how much does $f$ rise? Guess before you
# read on: by as much, by three times as much, by six times?

# %%
def f(x):
    return x**2


for nudge in [1.0, 0.1, 0.01, 0.001]:
    change = f(3.0 + nudge) - f(3.0)
    print(f"nudge {nudge:5}   change {change:.6f}   ratio {change / nudge:.3f}")

# %% [markdown]
# The ratio settles at 6. That is the derivative of $f$ at 3, written $f'(3)$ or
# $\mathrm{d}f / \mathrm{d}x$: *six units of $f$ for each unit of $x$, as long as the nudge is
# small*. At another $x$ it is another number; for $x^2$ it is $2x$.
#
# A derivative of 0 says that nothing happens at first. A negative one says that $f$ falls.

# %% [markdown]
# ## Four rules
#
# | | function | derivative |
# | --- | --- | --- |
# | power | $x^n$ | $n\,x^{n-1}$ |
# | sum | $u + v$ | $u' + v'$ |
# | product | $u\,v$ | $u'\,v + u\,v'$ |
# | chain | $g(u)$ | $g'(u) \cdot u'$ |
#
# A constant has derivative 0, and a constant factor stays: $(5\,u)' = 5\,u'$. Two more to know by
# heart: $(e^x)' = e^x$ and $(\ln x)' = 1/x$.
#
# Differentiate $p(x) = x^3 + 4x$ and $q(x) = x \cdot e^x$ on paper. Then compare.

# %%
import math

x = 2.0
by_rule = {"p": 3 * x**2 + 4, "q": math.exp(x) + x * math.exp(x)}
functions = {"p": lambda x: x**3 + 4 * x, "q": lambda x: x * math.exp(x)}


def measured(function, x, nudge=1e-5):
    """The slope by a nudge to both sides."""
    return (function(x + nudge) - function(x - nudge)) / (2 * nudge)


for name, slope in by_rule.items():
    print(f"{name}'(2): by the rules {slope:.6f}, measured {measured(functions[name], x):.6f}")

# %% [markdown]
# Nudging to *both* sides is worth the second evaluation: the error falls with the square of the
# nudge. You can check any derivative in this way, those of a whole network too.

# %% [markdown]
# ## The rule that matters: the chain
#
# $h(x) = (3x + 1)^2$ is a function in a function: first $u = 3x + 1$, then $u^2$. Nudge $x$ by a
# little, and $u$ moves 3 times as far. Move $u$ by a little, and $u^2$ moves $2u$ times as far. So
# $h$ moves $2u \cdot 3$ times as far. Rates along a chain are *multiplied*.

# %%
x = 1.0
u = 3 * x + 1
inner, outer = 3.0, 2 * u
print(f"u moves {inner:g} times as far, the square {outer:g} times: together {inner * outer:g}")
print(f"measured: {measured(lambda x: (3 * x + 1) ** 2, x):.6f}")

# %% [markdown]
# Every formula of backpropagation is this rule, again and again. The longer the chain, the more
# factors; nothing else changes. In the figure you see the function and, at $x = 1$, the straight
# line with the slope that the rule gives.

# %% tags=["folded"]
# alt: The parabola (3x + 1) squared between 0 and 1.6, which rises ever faster. At x = 1, where it
# is 16, a dashed straight line touches it that rises by 24 for each unit of x.
import matplotlib.pyplot as plt
import numpy as np

plt.style.use("topicsite.lesson.figures")
along = np.linspace(0, 1.6, 80)
figure, axes = plt.subplots()
axes.plot(along, (3 * along + 1) ** 2, label="h")
axes.plot(along[25:], 16 + 24 * (along[25:] - 1), "--", label="slope 24")
axes.plot([1], [16], "o", color="#5d5a55")
axes.set(xlabel="x", ylabel="h(x)")
_ = axes.legend()

# %% [markdown]
# ## Two inputs
#
# $k(a, b) = a^2 b$ can be nudged in two ways. Hold one input still and differentiate with the
# other: that is a *partial derivative*, written with a round $\partial$.
#
# $$\frac{\partial k}{\partial a} = 2ab, \qquad \frac{\partial k}{\partial b} = a^2$$
#
# Both together, in a list, are the *gradient* of $k$.

# %%
a, b = 2.0, 5.0
gradient = [2 * a * b, a**2]
print("gradient", gradient)
print(
    "measured",
    [
        round(measured(lambda a: a**2 * b, a), 6),
        round(measured(lambda b: a**2 * b, b), 6),
    ],
)

# %% [markdown]
# If $a$ and $b$ both depend on one $t$, a nudge of $t$ reaches $k$ along two ways, and both count:
# $\mathrm{d}k/\mathrm{d}t = \frac{\partial k}{\partial a} a' + \frac{\partial k}{\partial b} b'$.
# Multiply along a way, add where ways meet. With that sentence you are ready for the topic.

# %% [markdown]
# ## Try it yourself
#
# - What is the derivative of $(x^2 + 1)^3$ at $x = 1$? Work it out, then let `measured` check it.
# - Choose a nudge of `1e-12` in `measured`. Why does the answer become worse?
# - With $a = t$ and $b = t^2$, what is $\mathrm{d}k/\mathrm{d}t$ at $t = 2$? Check it on $t^4$.
