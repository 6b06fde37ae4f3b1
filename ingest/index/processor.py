"""What this machine's processor is quick at."""

from __future__ import annotations

from functools import cache


def has_eight_bit_products() -> bool:
    """Whether it has instructions for products of eight-bit integers (VNNI)."""
    import torch

    has_products = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
    return has_products and bool(torch.cpu.get_capabilities().get("avx512_vnni"))


@cache
def has_true_products() -> bool:
    """Whether torch's product of integers is quick here, and right on a sample of them."""
    import torch

    if not has_eight_bit_products():
        return False
    rows = torch.arange(-127, 128, dtype=torch.int8).repeat(96).reshape(-1, 255)
    asked = rows[5:6].roll(11).contiguous()
    wanted = rows.int() @ asked[0].int()
    return bool((torch._int_mm(asked, rows.t())[0] == wanted).all())


def one_thread() -> None:
    """Let what torch is asked in the calling thread be done there and nowhere else."""
    import torch

    if torch.get_num_threads() != 1:
        torch.set_num_threads(1)
