# The oracle of the fault rounds: stores, lists, heads and reads objects by boto3, one JSON request a line, one JSON answer a line.
# It speaks to the gateway itself and knows nothing of the page or the proxy.
import base64
import hashlib
import json
import sys

import boto3
from botocore.client import Config
from botocore.exceptions import ClientError

gateway = json.loads(sys.argv[1])
s3 = boto3.client(
    "s3",
    endpoint_url=gateway["endpoint"],
    aws_access_key_id=gateway["accessKey"],
    aws_secret_access_key=gateway["secretKey"],
    region_name="us-east-1",
    config=Config(s3={"addressing_style": "path"}, retries={"max_attempts": 5}, read_timeout=60),
)


def sse(request):
    if request.get("sseKey") is None:
        return {}
    key = base64.b64decode(request["sseKey"]).decode("ascii")
    return {
        "SSECustomerAlgorithm": "AES256",
        "SSECustomerKey": key,
    }


def put(request):
    """Stores a file, in parts where `partBytes` is given."""
    where = {"Bucket": request["bucket"], "Key": request["key"]}
    part_bytes = request.get("partBytes")
    with open(request["file"], "rb") as file:
        if part_bytes is None:
            s3.put_object(**where, **sse(request), Body=file)
            return {}
        metadata = {"lockgate-part-size": str(part_bytes)}
        upload = s3.create_multipart_upload(**where, **sse(request), Metadata=metadata)["UploadId"]
        parts = []
        while body := file.read(part_bytes):
            number = len(parts) + 1
            sent = s3.upload_part(**where, **sse(request), UploadId=upload, PartNumber=number, Body=body)
            parts.append({"PartNumber": number, "ETag": sent["ETag"]})
        s3.complete_multipart_upload(**where, **sse(request), UploadId=upload, MultipartUpload={"Parts": parts})
    return {}


def head(where, key):
    try:
        return s3.head_object(**where, **key)["ResponseMetadata"]["HTTPStatusCode"]
    except ClientError as error:
        return error.response["ResponseMetadata"]["HTTPStatusCode"]


def look(request):
    """What is under a key: as it is listed, as it is read, whether it opens without and with the key, and what is unfinished."""
    where = {"Bucket": request["bucket"], "Key": request["key"]}
    listed = s3.list_objects_v2(Bucket=request["bucket"], Prefix=request["key"]).get("Contents", [])
    folder = request["key"].rpartition("/")[0] + "/"
    beside = s3.list_objects_v2(Bucket=request["bucket"], Prefix=folder).get("Contents", [])
    uploads = s3.list_multipart_uploads(Bucket=request["bucket"], Prefix=request["key"]).get("Uploads", [])
    answer = {
        "listedBytes": next((entry["Size"] for entry in listed if entry["Key"] == request["key"]), None),
        "unfinished": len(uploads),
        "strays": sum(entry["Key"] != request["key"] for entry in beside),
        "sha256": None,
        "withoutKey": head(where, {}),
        "withKey": head(where, sse(request)),
    }
    key = sse(request) if answer["withoutKey"] != 200 else {}
    if answer["listedBytes"] is not None:
        digest = hashlib.sha256()
        for chunk in s3.get_object(**where, **key)["Body"].iter_chunks(2**20):
            digest.update(chunk)
        answer["sha256"] = digest.hexdigest()
    return answer


def remove(request):
    """Removes what is under a key, unfinished uploads too."""
    where = {"Bucket": request["bucket"], "Key": request["key"]}
    for upload in s3.list_multipart_uploads(Bucket=request["bucket"], Prefix=request["key"]).get("Uploads", []):
        s3.abort_multipart_upload(Bucket=request["bucket"], Key=upload["Key"], UploadId=upload["UploadId"])
    s3.delete_object(**where)
    return {}


def create(request):
    s3.create_bucket(Bucket=request["bucket"])
    return {}


requests = {"put": put, "look": look, "remove": remove, "create": create}
for line in sys.stdin:
    request = json.loads(line)
    try:
        answer = requests[request["do"]](request)
    except Exception as error:
        answer = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
