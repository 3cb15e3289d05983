"""What every section of the settings has, and the kinds of values in them."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

SupplierId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_]{1,20}$")]
TenantId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,50}$")]
Seconds = Annotated[float, Field(gt=0)]
PerSecond = Annotated[float, Field(gt=0)]


class Section(BaseModel):
    """A table of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


def _url(text: str) -> str:
    if not text.startswith(("http://", "https://")):
        raise ValueError("must begin with https:// or http://")
    return text.rstrip("/")


Url = Annotated[str, AfterValidator(_url)]
