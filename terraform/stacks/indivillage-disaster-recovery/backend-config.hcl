# The state of this root lies in the region that is left when the primary one is lost: terraform/bootstrap, applied there once more, makes
# the bucket. Its name holds the account's number, so it is given when the root is initialised: -backend-config="bucket=…". How the state
# is encrypted is left to the bucket.
key                  = "terraform.tfstate"
region               = "us-west-2"
use_lockfile         = true
workspace_key_prefix = "indivillage-disaster-recovery"
