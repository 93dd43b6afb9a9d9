#include "CForetellKernels.h"
