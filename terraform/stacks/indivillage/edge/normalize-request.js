// Visitors who ask for the same page are to find the same copy in the cache. Parameters that only count campaigns make copies that
// differ in nothing, and so does the order of the others. www leads to the name without it.
var CAMPAIGNS = /^(utm_[a-z]+|fbclid|gclid|msclkid)$/;

function handler(event) {
    var request = event.request;
    var host = request.headers.host ? request.headers.host.value : '';

    var query = [];
    Object.keys(request.querystring).sort().forEach(function (name) {
        if (CAMPAIGNS.test(name)) {
            return;
        }
        var parameter = request.querystring[name];
        var values = parameter.multiValue || [parameter];
        values.forEach(function (one) {
            query.push(one.value === '' ? name : name + '=' + one.value);
        });
    });

    if (host.indexOf('www.') === 0) {
        return {
            statusCode: 301,
            statusDescription: 'Moved Permanently',
            headers: { location: { value: 'https://' + host.slice(4) + request.uri + (query.length ? '?' + query.join('&') : '') } }
        };
    }

    request.querystring = query.join('&');
    return request;
}
