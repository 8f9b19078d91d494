"""Where the files of the library lie: one port, two places.

A key is the SHA-256 of a file and what it is (``<64 hex digits>.jpg``), so a file never changes
under its key, and to put it twice is to put it once.

Decisions (2026-11-29):
  * The folder ``media/`` of the instance, unless MEDIA_S3_… names a bucket. Backups hold the
    folder; a bucket is backed up where it is.
  * S3 is four requests, so it is spoken here: boto3 makes a web worker 41 MB larger, minio 21 MB
    (and needs a second library of ciphers); this is 200 lines, and its signatures are those of
    Amazon's published examples. The tests hold them against botocore, whatever is asked: minio's
    signer brings its ciphers along, and awscrt's is compiled code for two functions.
"""
