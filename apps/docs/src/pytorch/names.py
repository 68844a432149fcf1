# Prints the public names of PyTorch's modules, one a line; names.txt holds what 1.13.1 prints.
import torch
import torch.nn.functional
import torch.utils.data

modules = {
    "torch": torch,
    "torch.nn.functional": torch.nn.functional,
    "torch.nn": torch.nn,
    "torch.nn.init": torch.nn.init,
    "torch.nn.grad": __import__("torch.nn.grad").nn.grad,
    "torch.optim": torch.optim,
    "torch.optim.lr_scheduler": torch.optim.lr_scheduler,
    "torch.nn.utils": torch.nn.utils,
    "torch.autograd": torch.autograd,
    "torch.Tensor": torch.Tensor,
    "torch.nn.Module": torch.nn.Module,
    "torch.optim.Optimizer": torch.optim.Optimizer,
    "torch.utils.data": torch.utils.data,
}
for prefix, module in modules.items():
    for name in sorted(dir(module)):
        if not name.startswith("_") and callable(getattr(module, name)):
            print(f"{prefix}.{name}")
