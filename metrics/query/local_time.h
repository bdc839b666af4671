#pragma once

#include "metrics/calendar/local_time.h"
