# The name of the bucket holds the account's number, so it is given when the root is initialised:
# -backend-config="bucket=…". Each workspace has its own state: rayman-portfolio/<workspace>/terraform.tfstate. How the state is
# encrypted is left to the bucket: `encrypt` without the number of a key would ask for AES256 in each request, which overrides the
# key that terraform/bootstrap gave to the bucket.
key                  = "terraform.tfstate"
region               = "us-east-1"
use_lockfile         = true
workspace_key_prefix = "rayman-portfolio"
