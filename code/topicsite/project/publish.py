"""Put a finished site in the place of the last one; a failed build changes nothing."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path


class Staging:
    """A folder beside the site in which the next one is built.

    It lies beside the site and not in the system's temporary folder, because only within one file
    system is a rename a rename.
    """

    def __init__(self, site: Path) -> None:
        """Make the folder.

        Args:
            site: where the finished site goes; it need not exist.
        """
        self.site = site
        site.parent.mkdir(parents=True, exist_ok=True)
        self.folder = Path(tempfile.mkdtemp(prefix=f".{site.name}-", dir=site.parent))

    def publish(self) -> None:
        """Swap the finished folder in and remove the last site."""
        # mkdtemp lets only its owner in; a site is for everybody whom the umask allows.
        umask = os.umask(0)
        os.umask(umask)
        self.folder.chmod(0o777 & ~umask)
        retired = self.folder.with_name(self.folder.name + "-last")
        if self.site.is_dir():
            self.site.rename(retired)
        self.folder.rename(self.site)
        shutil.rmtree(retired, ignore_errors=True)

    def discard(self) -> None:
        """Remove what was built so far."""
        shutil.rmtree(self.folder, ignore_errors=True)
