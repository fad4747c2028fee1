// expect: hole_in_event_handler
#include "net/html.h"
using namespace gulou::html;
const Html html = render("<p ONCLICK=\"{}\">", "a");
