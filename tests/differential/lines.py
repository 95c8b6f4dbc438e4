"""The corpus: docker lines in groups; each group has its file of recorded requests."""

from tests.differential.change_lines import FACTS, RENAMES
from tests.differential.copy_lines import COPIES
from tests.differential.exec_lines import EXEC
from tests.differential.image_lines import BUILD, PULL
from tests.differential.life_lines import LIFE, READS
from tests.differential.refused_lines import REFUSED
from tests.differential.run_lines import ENVIRONMENT, FOREGROUND, MISSING, NETWORKS, PLACES, PUBLISH, RUN, VOLUMES

GROUPS = {
    "run": RUN,
    "run-publish": PUBLISH,
    "run-environment": ENVIRONMENT,
    "run-volumes": VOLUMES,
    "run-places": PLACES,
    "run-networks": NETWORKS,
    "run-foreground": FOREGROUND,
    "run-refused": MISSING,
    "life": LIFE,
    "exec": EXEC,
    "pull": PULL,
    "build": BUILD,
    "refused": REFUSED,
    "reads": READS,
    "facts": FACTS,
    "rename": RENAMES,
    "copy": COPIES,
}
