"""PyTorch behind NumPy's names, as far as the cases use them."""

from __future__ import annotations

from typing import Any

import torch


class Names:
    """Stands where a case expects a module that looks like NumPy."""

    def __getattr__(self, name: str) -> Any:
        return getattr(torch, name)

    @staticmethod
    def max(a: Any, axis: int | None = None, *, keepdims: bool = False) -> Any:
        """PyTorch's own `max` gives places too, and one of several equal ones all the credit."""
        return torch.amax(a, dim=() if axis is None else axis, keepdim=keepdims)

    @staticmethod
    def maximum(a: Any, b: Any) -> Any:
        """PyTorch takes no plain number here."""
        return torch.maximum(a, torch.as_tensor(b, dtype=a.dtype))

    @staticmethod
    def transpose(a: Any, axes: tuple[int, ...]) -> Any:
        """PyTorch's own `transpose` exchanges two axes."""
        return torch.permute(a, axes)

    @staticmethod
    def ones(shape: tuple[int, ...]) -> Any:
        """In double precision, which is NumPy's default."""
        return torch.ones(shape, dtype=torch.float64)

    @staticmethod
    def where(chosen: Any, a: Any, b: Any) -> Any:
        """PyTorch takes no array of NumPy's as the condition."""
        return torch.where(torch.as_tensor(chosen), a, b)


def gradients(function: Any, points: list[Any], weights: Any) -> tuple[Any, list[Any]]:
    """The value of a case and the gradient of its weighted sum, as PyTorch computes them."""
    tensors = [torch.tensor(point, requires_grad=True) for point in points]
    result = function(Names(), *tensors)
    (result * torch.as_tensor(weights)).sum().backward()
    return result.detach().numpy(), [tensor.grad.numpy() for tensor in tensors]
