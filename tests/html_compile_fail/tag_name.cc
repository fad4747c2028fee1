// expect: hole_in_tag_name
#include "net/html.h"
using namespace gulou::html;
const Html html = render("<{}>", "a");
