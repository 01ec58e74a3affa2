"""Java, and the jars of Apache Kafka's own server: fetched once by Maven into the project's cache."""

import fcntl
import hashlib
import re
import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
POM = HERE / "pom.xml"
CACHE = HERE.parents[1] / ".cache"
JAVA = 17  # the oldest that this server runs on
PATIENCE = 300  # seconds for Maven


def missing() -> str | None:
    """What has to be installed before Apache Kafka can run here, as a sentence; None where nothing is missing."""
    java = shutil.which("java")
    if not java or not shutil.which("keytool") or not shutil.which("mvn") or _version(java) < JAVA:
        return (
            f"Apache Kafka needs Java {JAVA} or later and Maven, and one of them is not here: "
            "install Debian's packages openjdk-17-jdk-headless and maven"
        )
    return None


def _version(java: str) -> int:
    told = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    found = re.search(r'version "(\d+)', told)
    return int(found.group(1)) if found else 0


def class_path() -> str:
    """The class path of the server; the first call fetches its jars, which takes seconds to a minute."""
    jars = CACHE / f"apache-kafka-{hashlib.sha256(POM.read_bytes()).hexdigest()[:12]}"
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "apache-kafka.lock").open("w") as lock:  # several workers of a test run ask at once
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not jars.exists():
            _fetch(jars)
    return f"{jars}/*"


def _fetch(jars: Path) -> None:
    """Have Maven copy the jars; they are there all at once, or not at all."""
    unfinished = jars.with_suffix(".part")
    shutil.rmtree(unfinished, ignore_errors=True)
    command = ["mvn", "-q", "-B", "-f", str(POM), "dependency:copy-dependencies", f"-DoutputDirectory={unfinished}"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert run.returncode == 0, f"Maven could not fetch Apache Kafka:\n{run.stdout[-2000:]}"
    unfinished.rename(jars)
