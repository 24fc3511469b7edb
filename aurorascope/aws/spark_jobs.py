"""Runs of Spark at AWS, on EMR Serverless and on Glue: begun, asked after, cancelled; what each has used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, Protocol

from botocore.exceptions import ClientError

from aurorascope.aws.refusals import refusal_of
from aurorascope.model.errors import OutsideError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Phase = Literal["waiting", "running", "succeeded", "failed", "cancelled"]
EMR_PHASES: dict[str, Phase] = {
    "RUNNING": "running",
    "CANCELLING": "running",
    "SUCCESS": "succeeded",
    "FAILED": "failed",
    "CANCELLED": "cancelled",
}
GLUE_PHASES: dict[str, Phase] = {
    "RUNNING": "running",
    "STOPPING": "running",
    "SUCCEEDED": "succeeded",
    "STOPPED": "cancelled",
    "FAILED": "failed",
    "ERROR": "failed",
    "TIMEOUT": "failed",
    "EXPIRED": "failed",
}
WAITING: Phase = "waiting"  # whatever else they say comes before a run runs


@dataclass(frozen=True, slots=True)
class Job:
    """What is to run: a script in S3 with its one argument, and where its code and its logs lie."""

    name: str
    token: str
    script: str
    argument: str
    code: str  # of Python: an archive for EMR Serverless, a wheel for Glue
    logs: str
    minutes: int
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """A run as AWS says it is; `used` is what is billed, in hours by what is counted."""

    phase: Phase
    word: str
    why: str = ""
    used: Mapping[str, float] = field(default_factory=dict)

    @property
    def ended(self) -> bool:
        """True when nothing will change any more."""
        return self.phase in {"succeeded", "failed", "cancelled"}


class Place(Protocol):
    """Where a job runs."""

    service: str

    def start(self, job: Job) -> str:
        """Begin a run and return its id; the same token again is the same run where the service knows it."""

    def seen(self, run: str) -> Seen:
        """Say how a run is."""

    def cancel(self, run: str) -> None:
        """End a run; one that has ended is as good."""

    def logs(self, job: Job, run: str) -> str:
        """Return where a run's output is found."""


class EmrServerless:
    """Runs of one application of EMR Serverless, under one role."""

    service = "emr-serverless"

    def __init__(self, client: Any, application: str, role: str) -> None:
        self._client, self._application, self._role = client, application, role

    def start(self, job: Job) -> str:
        """Begin a run with our Python, which Spark unpacks for the driver and each executor."""
        python = "./environment/bin/python"
        settings = {
            "spark.archives": f"{job.code}#environment",
            "spark.emr-serverless.driverEnv.PYSPARK_DRIVER_PYTHON": python,
            "spark.emr-serverless.driverEnv.PYSPARK_PYTHON": python,
            "spark.executorEnv.PYSPARK_PYTHON": python,
            **job.settings,
        }
        answer = _asked(
            self._client.start_job_run,
            applicationId=self._application,
            clientToken=job.token,
            executionRoleArn=self._role,
            name=job.name,
            executionTimeoutMinutes=job.minutes,
            jobDriver={
                "sparkSubmit": {
                    "entryPoint": job.script,
                    "entryPointArguments": ["--aurorascope", job.argument],
                    "sparkSubmitParameters": " ".join(f"--conf {name}={it}" for name, it in settings.items()),
                }
            },
            configurationOverrides={
                "monitoringConfiguration": {"s3MonitoringConfiguration": {"logUri": job.logs}}
            },
        )
        return str(answer["jobRunId"])

    def seen(self, run: str) -> Seen:
        """Say how a run is."""
        said = _asked(self._client.get_job_run, applicationId=self._application, jobRunId=run)["jobRun"]
        billed = said.get("billedResourceUtilization") or said.get("totalResourceUtilization") or {}
        names = {"vCPUHour": "vcpu", "memoryGBHour": "memory_gb", "storageGBHour": "storage_gb"}
        used = {ours: float(billed[theirs]) for theirs, ours in names.items() if billed.get(theirs)}
        word = str(said["state"])
        return Seen(EMR_PHASES.get(word, WAITING), word, str(said.get("stateDetails", "")), used)

    def cancel(self, run: str) -> None:
        """End a run."""
        _asked(self._client.cancel_job_run, applicationId=self._application, jobRunId=run)

    def logs(self, job: Job, run: str) -> str:
        """Return the folder that EMR Serverless writes logs into."""
        return f"{job.logs.rstrip('/')}/applications/{self._application}/jobs/{run}/"


class Glue:
    """Runs of one Glue job, which was made before (docs/spark.md)."""

    service = "glue"

    def __init__(self, client: Any, job: str) -> None:
        self._client, self._job = client, job

    def start(self, job: Job) -> str:
        """Begin a run with our wheel and what it needs."""
        arguments = {"--aurorascope": job.argument, "--additional-python-modules": job.code}
        if job.settings:  # Glue takes one --conf, whose value holds the others
            arguments["--conf"] = " --conf ".join(f"{name}={it}" for name, it in job.settings.items())
        answer = _asked(
            self._client.start_job_run, JobName=self._job, Arguments=arguments, Timeout=job.minutes
        )
        return str(answer["JobRunId"])

    def seen(self, run: str) -> Seen:
        """Say how a run is; its DPU hours come with its end, or follow from workers and seconds."""
        said = _asked(self._client.get_job_run, JobName=self._job, RunId=run)["JobRun"]
        seconds = said.get("DPUSeconds") or said.get("ExecutionTime", 0) * said.get("MaxCapacity", 0.0)
        word = str(said["JobRunState"])
        used = {"dpu": float(seconds) / 3600} if seconds else {}
        why = str(said.get("ErrorMessage") or said.get("StateDetail") or "")
        return Seen(GLUE_PHASES.get(word, WAITING), word, why, used)

    def cancel(self, run: str) -> None:
        """End a run."""
        answer = _asked(self._client.batch_stop_job_run, JobName=self._job, JobRunIds=[run])
        refused = [error.get("ErrorDetail", {}) for error in answer.get("Errors", ())]
        if refused and not self.seen(run).ended:
            why = refused[0].get("ErrorMessage", "no reason given")
            raise OutsideError(f"glue did not stop {run}: {why}")

    def logs(self, job: Job, run: str) -> str:  # noqa: ARG002 - Glue writes to CloudWatch
        """Return the log streams that Glue writes."""
        return f"CloudWatch Logs, groups /aws-glue/jobs/output and /aws-glue/jobs/error, streams {run}*"


def _asked(ask: Callable[..., Any], **given: Any) -> Any:
    """Make a call; a refusal is an OutsideError of one sentence."""
    try:
        return ask(**given)
    except Exception as error:
        refusal = refusal_of(error)
        if refusal is not None:
            raise OutsideError(f"{refusal.sentence}.") from error
        if isinstance(error, ClientError):
            said = error.response["Error"]
            raise OutsideError(f"{said['Code']}: {said.get('Message', '')}") from error
        raise
