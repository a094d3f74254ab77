# The name of the bucket holds the account's number, so it is given when the root is initialised:
# -backend-config="bucket=…" -backend-config="dynamodb_table=…". Each workspace has its own state: indivillage/<workspace>/terraform.tfstate.
# How the state is encrypted is left to the bucket: `encrypt` without the number of a key would ask for AES256 in each request, which
# overrides the key that terraform/bootstrap gave to the bucket.
key                  = "terraform.tfstate"
region               = "us-east-1"
use_lockfile         = true
workspace_key_prefix = "indivillage"
